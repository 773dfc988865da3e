import { ALARM_PHYSICS } from './alarms.js';
import { AUDIO_PHYSICS } from './audio.js';
import { CatalogPhysics } from './catalog-physics.js';
import { CENTRAL_PHYSICS } from './centrals.js';
import { COLOR_PICKER_PHYSICS } from './color-pickers.js';
import { DAYTIMER_PHYSICS } from './daytimers.js';
import { DIMMER_PHYSICS } from './dimmers.js';
import { ENERGY_BALANCE_PHYSICS } from './energy-balance.js';
import { ENERGY_MANAGER_PHYSICS } from './energy-managers.js';
import { INPUT_PHYSICS } from './inputs.js';
import { IRRIGATION_PHYSICS } from './irrigation.js';
import { JALOUSIE_PHYSICS } from './jalousies.js';
import { LIGHT_CONTROLLER_PHYSICS } from './light-controllers.js';
import { METER_PHYSICS } from './meters.js';
import { OPENING_PHYSICS } from './openings.js';
import type { Device, Physics, PhysicsTable, World } from './physics.js';
import { ROOM_CONTROLLER_PHYSICS } from './room-controllers.js';
import { ROOM_CONTROLLER_V1_PHYSICS } from './room-controllers-v1.js';
import { SCENE_LIGHT_PHYSICS } from './scene-lights.js';
import { SENSOR_PHYSICS } from './sensors.js';
import { SWITCH_PHYSICS } from './switches.js';
import { WALLBOX_PHYSICS } from './wallbox.js';

/** All control types that physics was written for. */
export const PHYSICS: PhysicsTable = {
  ...ALARM_PHYSICS,
  ...AUDIO_PHYSICS,
  ...CENTRAL_PHYSICS,
  ...COLOR_PICKER_PHYSICS,
  ...DAYTIMER_PHYSICS,
  ...DIMMER_PHYSICS,
  ...ENERGY_BALANCE_PHYSICS,
  ...ENERGY_MANAGER_PHYSICS,
  ...INPUT_PHYSICS,
  ...IRRIGATION_PHYSICS,
  ...JALOUSIE_PHYSICS,
  ...LIGHT_CONTROLLER_PHYSICS,
  ...METER_PHYSICS,
  ...OPENING_PHYSICS,
  ...ROOM_CONTROLLER_PHYSICS,
  ...ROOM_CONTROLLER_V1_PHYSICS,
  ...SCENE_LIGHT_PHYSICS,
  ...SENSOR_PHYSICS,
  ...SWITCH_PHYSICS,
  ...WALLBOX_PHYSICS,
};

/** The physics of a control; for a type without its own, what the catalog knows of it. */
export function createPhysics(device: Device, world: World): Physics {
  const make = Object.hasOwn(PHYSICS, device.type) ? PHYSICS[device.type] : undefined;
  return make?.(device, world) ?? new CatalogPhysics(device);
}
