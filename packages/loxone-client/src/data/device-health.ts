import {
  type DeviceStatus,
  decodeText,
  parseDeviceStatus,
  type StatusDevice,
} from '@gatehouse/loxone-protocol';
import type { HouseLink } from './house-link.js';

/** What is not as it should be among the devices of a house. */
export interface DeviceHealth {
  /** Devices that tell whether they are there, without those that are only planned. */
  readonly devices: number;
  readonly offline: readonly StatusDevice[];
  readonly weakBattery: readonly StatusDevice[];
  /** Branches that counted transmission errors. */
  readonly withErrors: readonly StatusDevice[];
  /** Planned, not installed. */
  readonly dummies: readonly StatusDevice[];
}

/** The tree of devices with what is wrong in it. */
export interface DeviceReport {
  readonly status: DeviceStatus;
  readonly health: DeviceHealth;
}

/** Below this a battery wants changing although its device does not complain yet. */
const WEAK_BATTERY_PERCENT = 15;

/**
 * Fetches the devices of a house and says how they are (protocol reference §6.7). Needs the rights of
 * an administrator.
 *
 * @throws LoxoneError when the Miniserver refuses, answers something else, or the connection fails.
 */
export async function fetchDevices(link: HouseLink): Promise<DeviceReport> {
  const status = parseDeviceStatus(decodeText(await link.file('data/status')));
  return { status, health: judgeDevices(status) };
}

/** Says what is not as it should be. */
export function judgeDevices(status: DeviceStatus): DeviceHealth {
  const all = flatten(status.devices);
  const present = all.filter((device) => device.dummy !== true);
  return {
    devices: present.filter((device) => device.online !== undefined).length,
    offline: present.filter((device) => device.online === false),
    weakBattery: present.filter(hasWeakBattery),
    withErrors: present.filter(({ errors = 0 }) => errors > 0),
    dummies: all.filter((device) => device.dummy === true),
  };
}

function hasWeakBattery({ battery = 100, batteryWeak = false }: StatusDevice): boolean {
  return batteryWeak || battery < WEAK_BATTERY_PERCENT;
}

function flatten(devices: readonly StatusDevice[]): readonly StatusDevice[] {
  return devices.flatMap((device) => [device, ...flatten(device.children)]);
}
