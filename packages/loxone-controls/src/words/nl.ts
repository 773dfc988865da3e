import type { LanguageWords } from './language.js';

/** Dutch. */
export const NL: LanguageWords = {
  language: 'nl',
  compounds: true,
  families: {
    lights:
      'licht, lichten, lamp, lampen, verlichting, dimmer, dimmers, spot, spots, gloeilamp, kroonluchter, ledstrip, armatuur',
    covers:
      'rolluik, rolluiken, jaloezie, jaloezieën, gordijn, gordijnen, zonwering, zonneweringen, screen, screens, luik, luiken, rolgordijn, rolgordijnen, markies, zonnescherm, zonneschermen, lamellen',
    switches:
      'schakelaar, schakelaars, stopcontact, stopcontacten, knop, knoppen, drukknop, drukknoppen, relais, schuifregelaar, tijdschakelaar, stekker',
    climate:
      'klimaat, verwarming, radiator, radiatoren, vloerverwarming, koeling, airco, airconditioning, thermostaat, thermostaten, temperatuur, temperaturen, ventilatie, ventilator',
    media:
      'media, muziek, audio, luidspreker, luidsprekers, speaker, speakers, radio, geluid, volume, televisie, tv, afstandsbediening, muziekzone',
    access:
      'toegang, deur, deuren, poort, poorten, hek, hekken, garage, garagedeur, slot, sloten, intercom, deurbel, codeklavier, raam, ramen, dakraam',
    security:
      'beveiliging, veiligheid, alarm, alarmen, alarmsysteem, inbraakalarm, rook, rookmelder, rookmelders, brandalarm, waterlek, noodoproep, brievenbus',
    energy:
      'energie, stroom, elektriciteit, meter, meters, stroommeter, vermogen, verbruik, zonnepanelen, zonne energie, batterij, batterijen, laadpaal, laadstation, net, stroomprijs',
    sensors:
      'sensor, sensoren, beweging, bewegingsmelder, bewegingsmelders, aanwezigheid, vochtigheid, luchtvochtigheid, helderheid, luchtkwaliteit, raam, ramen, contact, melder',
    scenes: 'scène, scènes, sfeer, sferen, stemming, stemmingen, sequentie, sequenties',
    appliances:
      'apparaat, apparaten, zwembad, zwembaden, sauna, beregening, irrigatie, sproeier, sproeiers, wekker, wekkers, vleesthermometer',
    information:
      'informatie, info, status, toestand, tekst, teksten, weer, webpagina, logboek, urenteller',
  },
  verbs: {
    on: 'aan, aanzetten, zet * aan, doe * aan, inschakelen, schakel * in, activeer, activeren',
    off: 'uit, uitzetten, zet * uit, doe * uit, uitschakelen, schakel * uit, deactiveer, deactiveren',
    toggle: 'omschakelen, schakel * om, wissel, wisselen',
    open: 'open, openen, opendoen, doe * open, maak * open',
    close: 'sluit, sluiten, dicht, dichtdoen, doe * dicht, maak * dicht',
    raise: 'omhoog, hef, heffen, ophalen, haal * op, harder',
    lower: 'omlaag, naar beneden, neer, laat * zakken, verlaag, verlagen, zachter',
    stop: 'stop, stoppen, halt, houd * tegen',
    dim: 'dim, dimmen, donkerder',
    brighten: 'helderder, lichter, feller, verhelder',
    set: 'stel, stel * in, instellen, verander, veranderen, wijzig, wijzigen, regel, regelen',
    lock: 'vergrendel, vergrendelen, op slot, doe * op slot',
    unlock: 'ontgrendel, ontgrendelen, van het slot, van slot',
    arm: 'scherp, scherpstellen, schakel * scherp, zet * scherp',
    disarm: 'onscherp, uitschakelen alarm, zet * onscherp, ontwapen',
    start: 'start, starten, begin, beginnen',
    pause: 'pauzeer, pauzeren, pauze, onderbreek',
    play: 'speel, spelen, afspelen, speel * af, hervat, hervatten',
    next: 'volgende, verder',
    previous: 'vorige, terug',
    acknowledge: 'bevestig, bevestigen, kwiteer, kwiteren',
  },
  ambiguous: 'raam, ramen',
};
