/**
 * Texts that people could type, and that must be seen as they stand. They set `window.hacked` if they
 * are ever taken for more than text.
 */
export const HOSTILE = {
  script: '<script>window.hacked=1</script>',
  image: '"><img src=x onerror="window.hacked=1">',
  link: 'javascript:window.hacked=1//',
  svg: '<svg/onload=window.hacked=1>',
  template: '{{constructor.constructor("window.hacked=1")()}}',
  attribute: "' onmouseover='window.hacked=1' x='",
  entity: '&lt;b&gt;bold&lt;/b&gt; <b>bold</b>',
  prototype: '__proto__',
  path: '../../admin/api/keys',
  rtl: 'مفتاح المنزل \u202Egnp.exe',
  long: 'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
  spaced:
    'Ein Schlüssel mit einem wirklich sehr langen Namen, der gar nicht mehr aufhören will, ach',
  emoji: '👩‍👩‍👧‍👦🏠🔑 family',
  newline: 'first\r\nsecond',
} as const;

/** All of them. */
export const HOSTILE_TEXTS: readonly string[] = Object.values(HOSTILE);
