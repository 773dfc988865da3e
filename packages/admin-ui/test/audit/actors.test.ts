import { expect, it } from 'vitest';
import { actorChoices } from '../../src/app/audit/actors.js';

const keys = [
  { id: 'lmcp_operator_004', name: 'Kitchen tablet' },
  { id: 'lmcp_admin_001', name: 'Anna' },
];

it('offers keys by name, then whoever else was seen, each once', () => {
  const seen = ['system', 'lmcp_admin_001', 'anonymous', 'system', ''];
  expect(actorChoices(keys, seen)).toEqual([
    { id: 'lmcp_admin_001', label: 'Anna (lmcp_admin_001)' },
    { id: 'lmcp_operator_004', label: 'Kitchen tablet (lmcp_operator_004)' },
    { id: 'anonymous', label: 'anonymous' },
    { id: 'system', label: 'system' },
  ]);
});

it('offers those seen where the keys may not be read', () => {
  expect(actorChoices([], ['b', 'a']).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(actorChoices([], [])).toEqual([]);
});
