import { defineRoute, type Route } from '../route.js';

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
<li>Owners manage keys, approvals and the audit trail in the
<a href="/admin/keys">administration</a>.</li>
<li>Assistants connect to <code>/mcp</code> (Streamable HTTP) with an API key:
<code>Authorization: Bearer …</code></li>
<li>Programs use the REST interface below <code>/api</code> with the same key.</li>
<li><a href="/health">/health</a> says whether it runs and reaches the Miniserver.</li>
</ul>
<p>Keys can be made on the command line, too: <code>loxone-mcp keys generate --role operator --name "My assistant"</code></p>
</body>
</html>
`;

/** `GET /`: for the person who opens the address in a browser. No script, no style, nothing loaded. */
export const startPage: Route = defineRoute({
  method: 'GET',
  path: '/',
  access: { to: 'open' },
  summary: 'A page that says what this server is',
  answers: { 200: { description: 'The page', mediaType: 'text/html' } },
  handle: () => ({
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    },
    text: PAGE,
  }),
});
