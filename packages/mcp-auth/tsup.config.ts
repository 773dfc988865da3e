import { library } from '../../tooling/tsup/preset.js';

export default library({
  index: 'src/index.ts',
  node: 'src/node/index.ts',
  sdk: 'src/sdk/index.ts',
});
