import { library } from '../../tooling/tsup/preset.js';

export default library({
  index: 'src/index.ts',
  'key-store-child': 'src/key-store-child.ts',
  processes: 'src/worker-processes.ts',
});
