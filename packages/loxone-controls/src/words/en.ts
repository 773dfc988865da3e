import type { LanguageWords } from './language.js';

/** English. */
export const EN: LanguageWords = {
  language: 'en',
  compounds: false,
  families: {
    lights:
      'light, lights, lighting, lamp, lamps, bulb, bulbs, dimmer, dimmers, chandelier, spotlight, spotlights, LED strip, luminaire',
    covers:
      'blind, blinds, shutter, shutters, roller shutter, roller blind, shade, shades, shading, curtain, curtains, cover, covers, awning, awnings, venetian blind, jalousie, slats',
    switches:
      'switch, switches, socket, sockets, outlet, outlets, plug, plugs, button, buttons, relay, slider, schedule, timer',
    climate:
      'climate, heating, heater, heaters, radiator, cooling, air conditioning, air conditioner, AC, thermostat, thermostats, temperature, temperatures, ventilation, fan, HVAC, underfloor heating',
    media:
      'media, audio, music, speaker, speakers, radio, sound, volume, television, TV, remote control, music zone',
    access:
      'access, door, doors, gate, gates, garage, garage door, lock, locks, intercom, doorbell, door station, keypad, window, windows, skylight',
    security:
      'security, alarm, alarms, burglar alarm, smoke, smoke detector, smoke alarm, fire alarm, water leak, emergency call, mailbox, letter box',
    energy:
      'energy, power, electricity, meter, meters, solar, photovoltaics, PV, battery, batteries, wallbox, charger, car charger, consumption, energy manager, grid, spot price',
    sensors:
      'sensor, sensors, motion, motion detector, presence, presence detector, humidity, brightness, air quality, window, windows, contact',
    scenes: 'scene, scenes, mood, moods, sequence, sequences',
    appliances:
      'appliance, appliances, pool, swimming pool, sauna, irrigation, sprinkler, sprinklers, watering, alarm clock, alarm clocks, meat thermometer',
    information:
      'information, info, status, state, text, texts, weather, web page, event log, hour counter',
  },
  verbs: {
    on: 'on, turn on, switch on, turn * on, switch * on, put on, power on, enable, activate',
    off: 'off, turn off, switch off, turn * off, switch * off, power off, shut off, disable, deactivate, extinguish',
    toggle: 'toggle, switch over, flip',
    open: 'open, opens, open up',
    close: 'close, closes, shut',
    raise: 'raise, up, move up, pull up, roll up, lift, louder',
    lower: 'lower, down, move down, roll down, let down, softer',
    stop: 'stop, halt, hold',
    dim: 'dim, darker, dim down, darken',
    brighten: 'brighten, brighter, dim up',
    set: 'set, adjust, change, change * to, put * to',
    lock: 'lock, lock up, bolt',
    unlock: 'unlock, unbolt',
    arm: 'arm',
    disarm: 'disarm',
    start: 'start, begin, run, launch',
    pause: 'pause, suspend',
    play: 'play, resume',
    next: 'next, skip',
    previous: 'previous, back, last',
    acknowledge: 'acknowledge, confirm, dismiss, quit, reset',
  },
  ambiguous: 'window, windows',
};
