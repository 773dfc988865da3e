import { type ClientSetup, clientSetups, KEY_VARIABLE } from '../clients/configurations.js';

function keyLines(keyId: string, newKey: string | undefined, keyLocation: string): string {
  if (newKey === undefined) {
    return `  Your key ${keyId} was shown when it was made; it is kept in ${keyLocation} as a hash only.
  Lost it? Make another one:  npm run --silent loxone-mcp -- keys generate --role admin --name "Me again"
`;
  }
  return `  Your admin key, shown this once (${keyId}):

    export ${KEY_VARIABLE}=${newKey}
`;
}

function setupLines({ client, place, text }: ClientSetup): string {
  const head = place === 'terminal' ? client : `${client} (${place})`;
  return `  ${head}:\n\n${text.replace(/^/gm, '    ')}\n`;
}

/**
 * How to connect, ready to paste. The configurations name the variable that the first line sets, so
 * that no copy of the key ends up in a file that is shared.
 */
export function connectInstructions(options: {
  readonly url: string;
  readonly keyId: string;
  readonly newKey?: string;
  readonly keyLocation: string;
  /** Signs its bearer in to the administration, once. */
  readonly adminLink: string;
}): string {
  const { url, keyId, newKey, keyLocation, adminLink } = options;
  const mcp = `${url}/mcp`;
  return `
The demo house is ready.

  In a browser:  ${url}/
  Assistants:    ${mcp}

  The administration, signed in (works once, within ten minutes):

    ${adminLink}

${keyLines(keyId, newKey, keyLocation)}
${clientSetups(mcp).map(setupLines).join('\n')}
Stop with Ctrl-C.
`;
}
