import type { HouseholdRequest } from '../request.js';
import { climate, media } from './calls.js';

function degrees(value: number): { readonly about: number; readonly within: number } {
  return { about: value, within: 0.05 };
}

/** Heating and music of the demo house. */
export const DEMO_COMFORT: readonly HouseholdRequest[] = [
  {
    says: 'Make it 22 degrees in the living room.',
    calls: climate('Living Room Climate', 'temperature', { temperature: 22 }),
    after: { 'Living Room Climate': { tempTarget: degrees(22) } },
  },
  {
    says: 'Warmer in the bathroom: 24 degrees.',
    calls: climate('Bathroom Climate', 'temperature', { temperature: 24 }),
    after: { 'Bathroom Climate': { tempTarget: degrees(24) } },
  },
  {
    says: 'Store 21.5 as the comfort temperature of the study.',
    calls: climate('Study Climate', 'comfort_temperature', { temperature: 21.5 }),
    after: { 'Study Climate': { comfortTemperature: degrees(21.5) } },
  },
  {
    says: 'Heat the living room to 60 degrees.',
    calls: climate('Living Room Climate', 'temperature', { temperature: 60 }),
    fails: 'out_of_range',
  },
  {
    says: 'Heat the piano.',
    calls: climate('Piano', 'temperature', { temperature: 20 }),
    fails: 'unknown_device',
  },
  {
    says: 'Eco mode in the kitchen.',
    calls: climate('Kitchen Climate', 'mode', { mode: 'eco' }),
    after: { 'Kitchen Climate': { activeMode: 0 } },
  },
  {
    says: 'Play music in the kitchen.',
    calls: media('Kitchen Audio', 'play'),
    after: { 'Kitchen Audio': { playState: 2 } },
  },
  {
    says: 'Pause it.',
    calls: [...media('Kitchen Audio', 'play'), ...media('Kitchen Audio', 'pause')],
    after: { 'Kitchen Audio': { playState: 1 } },
  },
  {
    says: 'Volume in the living room to 25.',
    calls: media('Living Room Audio', 'volume', { volume: 25 }),
    after: { 'Living Room Audio': { volume: 25 } },
  },
  {
    says: 'Louder in the living room.',
    before: { 'Living Room Audio': { volume: 30 } },
    calls: media('Living Room Audio', 'volume_up', { volume: 10 }),
    after: { 'Living Room Audio': { volume: 40 } },
  },
  {
    says: 'Silence in the living room.',
    calls: [...media('Living Room Audio', 'play'), ...media('Living Room Audio', 'pause')],
    after: { 'Living Room Audio': { playState: 1 } },
  },
  {
    says: 'Play something on the blinds.',
    calls: media('South Blinds', 'play'),
    fails: 'not_supported',
  },
  {
    says: 'Volume to eleven hundred.',
    calls: media('Kitchen Audio', 'volume', { volume: 1100 }),
    fails: 'out_of_range',
  },
];

/** Heating and music of the German house. */
export const GERMAN_COMFORT: readonly HouseholdRequest[] = [
  {
    says: 'Heizung im Wohnzimmer auf 21 Grad',
    calls: climate('Heizung Wohnzimmer', 'temperature', { temperature: 21 }),
    after: { 'Heizung Wohnzimmer': { tempTarget: degrees(21) } },
  },
  {
    says: 'Bad auf 23,5 Grad',
    calls: climate('Heizung Bad', 'temperature', { temperature: 23.5 }),
    after: { 'Heizung Bad': { tempTarget: degrees(23.5) } },
  },
  {
    says: 'Im Schlafzimmer Gebäudeschutz',
    calls: climate('Heizung Schlafzimmer', 'mode', { mode: 'building_protection' }),
    after: { 'Heizung Schlafzimmer': { activeMode: 2 } },
  },
  {
    says: 'Musik in der Küche an',
    calls: media('Musik Küche', 'play'),
    after: { 'Musik Küche': { playState: 2 } },
  },
  {
    says: 'Küchenmusik auf 15 Prozent',
    calls: media('Musik Küche', 'volume', { volume: 15 }),
    after: { 'Musik Küche': { volume: 15 } },
  },
  {
    says: 'Musik leiser',
    before: { 'Musik Küche': { volume: 40 } },
    calls: media('Musik Küche', 'volume_down', { volume: 15 }),
    after: { 'Musik Küche': { volume: 25 } },
  },
];

/** Heating and music of the Czech flat. */
export const CZECH_COMFORT: readonly HouseholdRequest[] = [
  {
    says: 'Topení v obýváku na 22 stupňů.',
    calls: climate('Topení', 'temperature', { temperature: 22 }),
    after: { Topení: { tempTarget: degrees(22) } },
  },
  {
    says: 'Pusť hudbu.',
    calls: media('Hudba', 'play'),
    after: { Hudba: { playState: 2 } },
  },
  {
    says: 'Hudbu na dvacet.',
    calls: media('hudba [obyvaci pokoj]', 'volume', { volume: 20 }),
    after: { Hudba: { volume: 20 } },
  },
];
