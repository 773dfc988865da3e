import { flagged, named, type PhraseSpec, read, type Sentences, say } from '../describe/phrase.js';

const GRID: PhraseSpec = say('Gpwr', 'grid {text}');

const PRODUCTION: PhraseSpec = say('Ppwr', 'production {text}');

const STORAGE: PhraseSpec = say('Spwr', 'storage {text}');

const LIMITS = { 1: 'eco', 2: 'strand', 4: 'the node above', 8: 'the greatest power' };

/** Meters, plants, loads and car chargers; power below 0 flows back or charges. */
export const ENERGY_SENTENCES: Sentences = {
  Meter: {
    phrases: [
      say('actual', '{text} now'),
      say('total', '{text} in all'),
      say('totalNeg', '{text} back in all'),
      say('storage', 'storage {text}'),
    ],
  },
  EFM: { phrases: [PRODUCTION, GRID, STORAGE] },
  EnergyManager: { phrases: [say('currentPower', 'grid {text}'), read('loads', 'loads')] },
  EnergyManager2: {
    phrases: [
      PRODUCTION,
      GRID,
      STORAGE,
      say('Ssoc', 'storage {text} full'),
      read('loads', 'loads'),
    ],
  },
  Fronius: {
    phrases: [
      say('prodCurr', 'production {text}'),
      say('consCurr', 'consumption {text}'),
      say('gridCurr', 'grid {text}'),
      say('batteryCurr', 'battery {text}'),
      say('stateOfCharge', 'battery {text} full'),
      named('online', { '1': 'offline' }),
    ],
  },
  LoadManager: {
    phrases: [
      say('currentPower', '{text} used'),
      say('maxPower', '{text} allowed'),
      flagged('maxPowerExceeded', 'over the limit', 'within the limit'),
    ],
  },
  PowerUnit: {
    phrases: [
      say('outputPower'),
      say('batteryStateOfCharge', 'battery {text} full'),
      named('fuse', { '0': '' }, 'a fuse has tripped'),
    ],
  },
  SpotPriceOptimizer: {
    phrases: [flagged('active', 'on', 'off'), say('current', 'price {text}')],
  },
  Wallbox2: {
    phrases: [
      flagged('connected', 'car connected', 'no car'),
      flagged('active', 'charging', 'not charging', { when: { state: 'connected', is: ['true'] } }),
      say('actual', '{text}', { when: { state: 'active', is: ['true'] } }),
      flagged('enabled', '', 'charging not allowed'),
      flagged('loadshed', 'held back to shed load'),
    ],
  },
  WallboxManager: {
    phrases: [
      say('Cp', '{text} used'),
      say('Ap', '{text} assigned'),
      { state: 'limitedBy0', bits: LIMITS, words: { '0': '' } },
    ],
  },
  CarCharger: {
    phrases: [
      flagged('connected', 'car connected', 'no car'),
      flagged('charging', 'charging'),
      say('power', '{text}', { when: { state: 'charging', is: ['true'] } }),
      flagged('chargingFinished', 'finished'),
    ],
  },
};
