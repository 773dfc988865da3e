import type { ServerResponse } from 'node:http';
import type { LoxoneHome } from '@gatehouse/loxone-controls';

/**
 * `GET /health`: open to everybody, so it says only whether the server runs and how its connection
 * to the Miniserver stands; host names and problems are for those with a key.
 */
export function answerHealth(home: LoxoneHome, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify({ status: 'ok', miniserver: home.status().phase }));
}
