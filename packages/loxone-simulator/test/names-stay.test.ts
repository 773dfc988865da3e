import { describe, expect, it } from 'vitest';
import { withUuids } from '../src/house/loxone-ids.js';
import { createDemoHouse } from '../src/index.js';

describe('withUuids', () => {
  it('leaves the demo house as it is', () => {
    expect(withUuids(createDemoHouse())).toEqual(createDemoHouse());
  });

  it('keeps the fields of a bare message centre, which stands where others have several by id', () => {
    const bare = { name: '', uuidAction: '', states: { changed: '' } };
    expect(withUuids({ rooms: { hall: { name: 'Hall' } }, messageCenter: bare })).toMatchObject({
      messageCenter: bare,
    });
  });

  it('replaces an id wherever it is referred to, and no name that happens to be the same', () => {
    const mended = withUuids({
      rooms: { Kitchen: { uuid: 'Kitchen', name: 'Kitchen' } },
      controls: {
        lamp: {
          uuidAction: 'lamp',
          name: 'lamp',
          room: 'Kitchen',
          states: { active: 'lamp-active' },
          details: { masterValue: 'lamp/masterValue', windows: [{ room: 'Pantry' }] },
        },
      },
    }) as {
      rooms: Record<string, { uuid: string; name: string }>;
      controls: Record<
        string,
        { uuidAction: string; room: string; details: { masterValue: string } }
      >;
    };
    const [[roomId, room] = []] = Object.entries(mended.rooms);
    const [[lampId, lamp] = []] = Object.entries(mended.controls);
    expect(roomId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{16}$/);
    expect(room).toEqual({ uuid: roomId, name: 'Kitchen' });
    expect(lamp).toMatchObject({
      uuidAction: lampId,
      name: 'lamp',
      room: roomId,
      details: { masterValue: `${lampId}/masterValue`, windows: [{ room: 'Pantry' }] },
    });
  });
});
