const HASHED = /^main-[A-Z0-9]+\.(js|css)$/;

/** @returns The one file of that kind. */
function only(files: readonly string[], ending: string): string {
  const found = files.filter((file) => HASHED.test(file) && file.endsWith(ending));
  const [file] = found;
  if (file === undefined || found.length > 1) {
    throw new TypeError(`files: one main-HASH${ending} is needed, there are ${found.length}`);
  }
  return file;
}

/**
 * The document of the page. It holds no inline script or style, so the strictest content security
 * policy lets it run; the colour scheme is said here so that a dark screen does not flash white.
 *
 * @param files - Names of the built files in `assets/`.
 */
export function pageOf(files: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Gatehouse</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin/assets/${only(files, '.css')}">
<script type="module" src="/admin/assets/${only(files, '.js')}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>This page needs JavaScript. The command line does the same: loxone-mcp keys --help</p></noscript>
</body>
</html>
`;
}
