import { AIR_CONDITIONING_PHYSICS } from './air-conditioning.js';
import { ALARM_CLOCK_PHYSICS } from './alarm-clocks.js';
import { ALARM_PHYSICS } from './alarms.js';
import { ASSISTANCE_PHYSICS } from './assistance.js';
import { AUDIO_PHYSICS } from './audio.js';
import { CAR_CHARGER_PHYSICS } from './car-chargers.js';
import { CatalogPhysics } from './catalog-physics.js';
import { CENTRAL_PHYSICS } from './centrals.js';
import { CLIMATE_CONTROLLER_PHYSICS } from './climate-controllers.js';
import { CLIMATE_CONTROLLER_US_PHYSICS } from './climate-controllers-us.js';
import { CODE_TOUCH_PHYSICS } from './code-touches.js';
import { COLOR_PICKER_PHYSICS } from './color-pickers.js';
import { DAYTIMER_PHYSICS } from './daytimers.js';
import { DIMMER_PHYSICS } from './dimmers.js';
import { ENERGY_BALANCE_PHYSICS } from './energy-balance.js';
import { ENERGY_MANAGER_PHYSICS } from './energy-managers.js';
import { HEAT_SOURCE_PHYSICS } from './heat-sources.js';
import { HOUR_COUNTER_PHYSICS } from './hour-counters.js';
import { INPUT_PHYSICS } from './inputs.js';
import { INTERCOM_PHYSICS } from './intercoms.js';
import { IRRIGATION_PHYSICS } from './irrigation.js';
import { JALOUSIE_PHYSICS } from './jalousies.js';
import { LIGHT_CONTROLLER_PHYSICS } from './light-controllers.js';
import { LINK_PHYSICS } from './links.js';
import { LOAD_MANAGER_PHYSICS } from './load-managers.js';
import { MAILBOX_PHYSICS } from './mailboxes.js';
import { METER_PHYSICS } from './meters.js';
import { OPENING_PHYSICS } from './openings.js';
import type { Device, Physics, PhysicsTable, World } from './physics.js';
import { POOL_PHYSICS } from './pools.js';
import { POWER_UNIT_PHYSICS } from './power-units.js';
import { PULSE_AT_PHYSICS } from './pulse-at.js';
import { REMOTE_PHYSICS } from './remotes.js';
import { RGB_SCENE_PHYSICS } from './rgb-scenes.js';
import { ROOM_CONTROLLER_PHYSICS } from './room-controllers.js';
import { ROOM_CONTROLLER_V1_PHYSICS } from './room-controllers-v1.js';
import { SAUNA_PHYSICS } from './saunas.js';
import { SCENE_LIGHT_PHYSICS } from './scene-lights.js';
import { SENSOR_PHYSICS } from './sensors.js';
import { SPOT_PRICE_PHYSICS } from './spot-prices.js';
import { STATUS_MONITOR_PHYSICS } from './status-monitors.js';
import { SWITCH_PHYSICS } from './switches.js';
import { THERMOMETER_PHYSICS } from './thermometers.js';
import { VENTILATION_PHYSICS } from './ventilation.js';
import { WALLBOX_PHYSICS } from './wallbox.js';
import { WALLBOX_MANAGER_PHYSICS } from './wallbox-managers.js';

/** All control types that physics was written for. */
export const PHYSICS: PhysicsTable = {
  ...AIR_CONDITIONING_PHYSICS,
  ...ALARM_CLOCK_PHYSICS,
  ...ALARM_PHYSICS,
  ...ASSISTANCE_PHYSICS,
  ...AUDIO_PHYSICS,
  ...CAR_CHARGER_PHYSICS,
  ...CENTRAL_PHYSICS,
  ...CLIMATE_CONTROLLER_PHYSICS,
  ...CLIMATE_CONTROLLER_US_PHYSICS,
  ...CODE_TOUCH_PHYSICS,
  ...COLOR_PICKER_PHYSICS,
  ...DAYTIMER_PHYSICS,
  ...DIMMER_PHYSICS,
  ...ENERGY_BALANCE_PHYSICS,
  ...ENERGY_MANAGER_PHYSICS,
  ...HEAT_SOURCE_PHYSICS,
  ...HOUR_COUNTER_PHYSICS,
  ...INPUT_PHYSICS,
  ...INTERCOM_PHYSICS,
  ...IRRIGATION_PHYSICS,
  ...JALOUSIE_PHYSICS,
  ...LIGHT_CONTROLLER_PHYSICS,
  ...LINK_PHYSICS,
  ...LOAD_MANAGER_PHYSICS,
  ...MAILBOX_PHYSICS,
  ...METER_PHYSICS,
  ...OPENING_PHYSICS,
  ...POOL_PHYSICS,
  ...POWER_UNIT_PHYSICS,
  ...PULSE_AT_PHYSICS,
  ...REMOTE_PHYSICS,
  ...RGB_SCENE_PHYSICS,
  ...ROOM_CONTROLLER_PHYSICS,
  ...ROOM_CONTROLLER_V1_PHYSICS,
  ...SAUNA_PHYSICS,
  ...SCENE_LIGHT_PHYSICS,
  ...SENSOR_PHYSICS,
  ...SPOT_PRICE_PHYSICS,
  ...STATUS_MONITOR_PHYSICS,
  ...SWITCH_PHYSICS,
  ...THERMOMETER_PHYSICS,
  ...VENTILATION_PHYSICS,
  ...WALLBOX_MANAGER_PHYSICS,
  ...WALLBOX_PHYSICS,
};

/** The physics of a control; for a type without its own, what the catalog knows of it. */
export function createPhysics(device: Device, world: World): Physics {
  const make = Object.hasOwn(PHYSICS, device.type) ? PHYSICS[device.type] : undefined;
  return make?.(device, world) ?? new CatalogPhysics(device);
}
