import { describe, expect, it } from 'vitest';
import { path, withQuery } from '../src/app/path.js';

describe('path', () => {
  it('puts values in as one segment each', () => {
    expect(path`/keys/${'a/b?c#d'}/revoke`).toBe('/keys/a%2Fb%3Fc%23d/revoke');
    expect(path`/keys`).toBe('/keys');
  });

  it.each([
    '.',
    '..',
    '...',
    '../..',
    '%2e%2e',
    '\\..',
    '\uD800',
    '',
    '/',
    '?a',
    '#b',
    '\r\n',
    '\0',
    '🔑',
  ])('lets %j not out of its place', (value) => {
    const url = new URL(path`/admin/api/keys/${value}/revoke`, 'http://gatehouse.example');
    const segments = url.pathname.split('/');
    expect(segments).toHaveLength(6);
    expect(segments.slice(0, 4).join('/')).toBe('/admin/api/keys');
    expect(segments[5]).toBe('revoke');
    expect(url.search + url.hash).toBe('');
  });
});

describe('withQuery', () => {
  it('leaves out what is not there', () => {
    expect(withQuery('/a', { b: undefined, c: '' })).toBe('/a');
    expect(withQuery('/a')).toBe('/a');
  });

  it('keeps 0 and false', () => {
    expect(withQuery('/a', { b: 0, c: false })).toBe('/a?b=0&c=false');
  });

  it.each(['a&b=c', '+', '%', '🔑', 'مفتاح', '\r\n', '<script>', '#', ' '])(
    'brings %j back as it was',
    (value) => {
      const url = new URL(withQuery('/a', { text: value }), 'http://gatehouse.example');
      expect(url.searchParams.get('text')).toBe(value);
      expect([...url.searchParams]).toHaveLength(1);
    },
  );
});
