export {
  createFileSignInLinks,
  createMemorySignInLinks,
  type SignInLinks,
} from '@gatehouse/loxone-app';
