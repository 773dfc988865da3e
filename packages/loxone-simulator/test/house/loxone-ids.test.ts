import { isUuid } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { withUuids } from '../../src/house/loxone-ids.js';
import { createDemoHouse } from '../../src/index.js';
import { uuidFrom } from '../../src/uuid-from.js';

describe('placeholders instead of uuids', () => {
  it('are replaced wherever they are referred to', () => {
    const file = {
      msInfo: { deviceMonitor: '__monitor', currentUser: { uuid: '__user' } },
      globalStates: { sunrise: '__sunrise' },
      rooms: { __hall: { uuid: '__hall', name: '__hall is a name' } },
      cats: {},
      controls: {
        __lights: {
          uuidAction: '__lights',
          room: '__hall',
          states: { activeMoods: '__moods', temperatures: ['__t0', '__t1'] },
          details: { masterValue: '__lights/masterValue', controls: [{ uuid: '__other' }] },
          subControls: {
            '__lights/AI1': { uuidAction: '__lights/AI1', states: { position: '__p' } },
          },
          links: ['__other'],
        },
        __other: { uuidAction: '__other' },
      },
    };
    const lights = uuidFrom('__lights');
    expect(withUuids(file)).toEqual({
      msInfo: { deviceMonitor: uuidFrom('__monitor'), currentUser: { uuid: uuidFrom('__user') } },
      globalStates: { sunrise: uuidFrom('__sunrise') },
      rooms: { [uuidFrom('__hall')]: { uuid: uuidFrom('__hall'), name: '__hall is a name' } },
      cats: {},
      controls: {
        [lights]: {
          uuidAction: lights,
          room: uuidFrom('__hall'),
          states: {
            activeMoods: uuidFrom('__moods'),
            temperatures: [uuidFrom('__t0'), uuidFrom('__t1')],
          },
          details: {
            masterValue: `${lights}/masterValue`,
            controls: [{ uuid: uuidFrom('__other') }],
          },
          subControls: {
            [`${lights}/AI1`]: {
              uuidAction: `${lights}/AI1`,
              states: { position: uuidFrom('__p') },
            },
          },
          links: [uuidFrom('__other')],
        },
        [uuidFrom('__other')]: { uuidAction: uuidFrom('__other') },
      },
    });
  });

  it('do not include the empty text, which stands for "none"', () => {
    const file = {
      rooms: { __hall: { uuid: '__hall', name: 'Hall', image: '' } },
      globalStates: { sunrise: '' },
      controls: { a: { room: '', states: { active: '' } } },
    };
    expect(withUuids(file)).toEqual({
      rooms: { [uuidFrom('__hall')]: { uuid: uuidFrom('__hall'), name: 'Hall', image: '' } },
      globalStates: { sunrise: '' },
      controls: { [uuidFrom('a')]: { room: '', states: { active: '' } } },
    });
  });

  it('in upper case are only put in lower case', () => {
    const upper = '0F869A64-0200-0A9B-FFFFD4C75DBAF53C';
    expect(withUuids({ globalStates: { sunrise: upper } })).toEqual({
      globalStates: { sunrise: upper.toLowerCase() },
    });
  });

  it('do not exist in a file of a real box: it comes back untouched', () => {
    const file = createDemoHouse();
    expect(withUuids(file)).toBe(file);
  });

  it('become uuids in the form of Loxone, different ones', () => {
    const made = Array.from({ length: 500 }, (_, index) => uuidFrom(`name ${index}`));
    expect(made.every(isUuid)).toBe(true);
    expect(new Set(made).size).toBe(500);
    expect(uuidFrom('name 0')).toBe(made[0]);
  });
});
