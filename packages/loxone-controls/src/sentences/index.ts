import type { SentenceSpec } from '../describe/phrase.js';
import { ACCESS_SENTENCES } from './access.js';
import { CLIMATE_SENTENCES } from './climate.js';
import { COVER_SENTENCES } from './covers.js';
import { ENERGY_SENTENCES } from './energy.js';
import { INFORMATION_SENTENCES } from './information.js';
import { LIGHT_SENTENCES } from './lights.js';
import { MEDIA_SENTENCES } from './media.js';
import { SECURITY_SENTENCES } from './security.js';
import { SWITCH_SENTENCES } from './switches.js';

/** How every control type that has states is described, by its type. */
export const SENTENCES: ReadonlyMap<string, SentenceSpec> = new Map(
  [
    LIGHT_SENTENCES,
    COVER_SENTENCES,
    SWITCH_SENTENCES,
    CLIMATE_SENTENCES,
    MEDIA_SENTENCES,
    ACCESS_SENTENCES,
    SECURITY_SENTENCES,
    ENERGY_SENTENCES,
    INFORMATION_SENTENCES,
  ].flatMap((sentences) => Object.entries(sentences)),
);
