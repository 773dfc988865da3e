import { describe, expect, it } from 'vitest';
import { pageOf } from '../page.js';

describe('the document of the page', () => {
  const html = pageOf(['main-ABC123.js', 'main-DEF456.css', 'other.txt']);

  it('names the built files', () => {
    expect(html).toContain('<script type="module" src="/admin/assets/main-ABC123.js"></script>');
    expect(html).toContain('<link rel="stylesheet" href="/admin/assets/main-DEF456.css">');
  });

  it('holds nothing inline, and nothing from elsewhere', () => {
    expect(html).not.toMatch(/<style|style=|\son\w+=|https?:/);
    expect(html.match(/<script[^>]*>([^<]*)<\/script>/)?.[1]).toBe('');
  });

  it.each([[[]], [['main-A1.js']], [['main-A1.js', 'main-B2.js', 'main-C3.css']]])(
    'is not made of %j',
    (files) => {
      expect(() => pageOf(files)).toThrow(TypeError);
    },
  );
});
