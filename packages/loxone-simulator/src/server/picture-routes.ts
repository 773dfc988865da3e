import { cameraPng, iconSvg } from '../house/pictures.js';
import type { Box } from './box.js';
import type { Reply } from './reply.js';
import type { CommandRequest } from './request.js';
import { type Route, type RouteTable, USER } from './route.js';

/** Icons, the picture of the camera at the door, and the forecast file (protocol reference §6.3). */
export const PICTURE_ROUTES: RouteTable = {
  icons: { access: USER, run: icon },
  iconsfilled: { access: USER, run: icon },
  images: { access: USER, run: icon },
  camera: user((box) => {
    const house = box.house();
    return cameraPng(house.environment.sun(house.now()));
  }),
  'data/weatheru.bin': user((box) => box.house().weatherFile()),
};

function user(bytes: (box: Box) => Uint8Array): Route {
  return { access: USER, run: (_, box) => ({ kind: 'bytes', bytes: bytes(box) }) };
}

function icon({ rest }: CommandRequest): Reply {
  return { kind: 'file', text: iconSvg(rest), contentType: 'image/svg+xml' };
}
