export {
  type EnvironmentPrincipalOptions,
  principalFromEnvironment,
} from './environment-principal.js';
