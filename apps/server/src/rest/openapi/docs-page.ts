import type { OpenApi, Operation, Parameter } from './openapi.js';

/** The one way that text gets into the page. */
function escaped(text: unknown): string {
  return String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A page to read the document: plain HTML, no script. */
export function docsPage({ info, paths }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const links = operations.map(
    ({ path, method, operation }) =>
      `<li><a href="#${escaped(operation.operationId)}"><code>${escaped(method.toUpperCase())} ${escaped(path)}</code></a> ${escaped(operation.summary)}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)}: API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<main>
<h1>${escaped(info.title)} <small>API ${escaped(info.version)}</small></h1>
<p>${escaped(info.description)}</p>
<p>Send a key with each request: <code>Authorization: Bearer …</code> or <code>X-API-Key: …</code>. For programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<nav aria-label="Operations">
<ul>
${links.join('\n')}
</ul>
</nav>
${operations.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({
  path,
  method,
  operation,
}: {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const permission = operation['x-permission'];
  return `<section id="${escaped(operationId)}" aria-labelledby="${escaped(operationId)}-title">
<h2 id="${escaped(operationId)}-title"><code>${escaped(method.toUpperCase())} ${escaped(path)}</code></h2>
<p>${escaped(summary)}. ${escaped(description ?? '')}</p>
${permission === undefined ? '<p>Open to everybody.</p>' : `<p>Permission: <code>${escaped(permission)}</code></p>`}
${parameters.length === 0 ? '' : parameterTable(parameters)}
${requestBody === undefined ? '' : bodyPart(requestBody)}
<h3>Answers</h3>
<dl>
${Object.entries(responses).map(answer).join('\n')}
</dl>
</section>`;
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><th scope="row"><code>${escaped(name)}</code></th><td>${escaped(place)}${required ? ', required' : ''}</td><td>${escaped(description)} <code>${escaped(shapeText(schema))}</code></td></tr>`,
  );
  return `<table>
<caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">What</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function bodyPart(body: Operation['requestBody']): string {
  const optional = body?.required === true ? '' : ' (may be left out)';
  return `<h3>Body${optional}</h3>
<pre tabindex="0">${escaped(JSON.stringify(body?.content, null, 2))}</pre>`;
}

function answer([status, response]: readonly [string, Readonly<Record<string, unknown>>]): string {
  const { description, $ref } = response;
  const text = description ?? String($ref).replace('#/components/responses/', '');
  return `<dt>${escaped(status)}</dt><dd>${escaped(text)}</dd>`;
}

/** A word for a simple schema: `integer`, `a | b`. */
function shapeText({ type, enum: words }: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(words)) return words.map(String).join(' | ');
  return typeof type === 'string' ? type : '';
}

/** Its style sheet: a strict policy takes none from within the page. */
export const DOCS_CSS = `:root{color-scheme:light dark;--edge:light-dark(#ccd,#445);--ink:light-dark(#16181d,#e8eaf0);--paper:light-dark(#fff,#14161b);--link:light-dark(#0b57d0,#9cc2ff)}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}
a{color:var(--link)}
code,pre{font-family:ui-monospace,monospace;font-size:.9rem;overflow-wrap:anywhere}
pre{overflow:auto;padding:.75rem;border:1px solid var(--edge);border-radius:.5rem}
section{border-top:1px solid var(--edge);margin-top:2rem}
table{border-collapse:collapse;width:100%}
caption{text-align:start;font-weight:600}
th,td{text-align:start;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--edge)}
dt{font-weight:600}
dd{margin:0 0 .5rem 1.5rem}
`;
