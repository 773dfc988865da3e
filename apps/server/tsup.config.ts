import { program } from '../../tooling/tsup/preset.js';

export default program({ main: 'src/main.ts' });
