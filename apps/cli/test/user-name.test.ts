import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { userName } from '../src/user-name.js';

const nobody = (): string => {
  throw new TypeError('A system error occurred: uv_os_get_passwd returned ENOENT');
};

it('who runs the program is named as the machine knows them', () => {
  expect(userName()).toBe(userInfo().username);
  expect(userName({ name: () => 'ada', id: () => 7 })).toBe('ada');
});

it('a user without an entry is named by number, or not at all where there are no numbers', () => {
  expect(userName({ name: nobody, id: () => 12345 })).toBe('uid:12345');
  expect(userName({ name: nobody })).toBe('unknown');
});
