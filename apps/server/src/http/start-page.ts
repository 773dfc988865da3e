import type { ServerResponse } from 'node:http';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loxone MCP server</title>
</head>
<body>
<h1>Loxone MCP server</h1>
<p>This server lets AI assistants into a Loxone home, only as far as the owner allows.</p>
<ul>
<li>Assistants connect to <code>/mcp</code> (Streamable HTTP) with an API key:
<code>Authorization: Bearer …</code></li>
<li><a href="/health">/health</a> says whether it runs and reaches the Miniserver.</li>
</ul>
<p>Keys are made on the command line: <code>loxone-mcp keys generate --role operator --name "My assistant"</code></p>
</body>
</html>
`;

/** `GET /`: for the person who opens the address in a browser. No script, no style, nothing loaded. */
export function answerStartPage(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(PAGE);
}
