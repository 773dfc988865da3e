import type { LanguageWords } from './language.js';

/** Italian. */
export const IT: LanguageWords = {
  language: 'it',
  compounds: false,
  families: {
    lights:
      'luce, luci, lampada, lampade, illuminazione, lampadina, lampadine, lampadario, lampadari, faretto, faretti, dimmer, varialuce, striscia LED',
    covers:
      'tapparella, tapparelle, persiana, persiane, veneziana, veneziane, tenda, tende, tenda da sole, ombreggiamento, avvolgibile, avvolgibili, oscurante, oscuranti, lamelle, frangisole',
    switches:
      'interruttore, interruttori, presa, prese, pulsante, pulsanti, relè, cursore, temporizzatore, timer, deviatore',
    climate:
      'clima, riscaldamento, termosifone, termosifoni, radiatore, radiatori, raffrescamento, raffreddamento, climatizzatore, condizionatore, aria condizionata, termostato, termostati, temperatura, temperature, ventilazione, ventilatore',
    media:
      'media, musica, audio, altoparlante, altoparlanti, cassa, casse, radio, suono, volume, televisione, televisore, telecomando, zona musicale',
    access:
      'accesso, porta, porte, cancello, cancelli, garage, basculante, portone, serratura, serrature, citofono, videocitofono, campanello, tastierino, finestra, finestre, lucernario',
    security:
      'sicurezza, allarme, allarmi, antifurto, fumo, rilevatore di fumo, incendio, allagamento, chiamata di emergenza, cassetta postale',
    energy:
      'energia, elettricità, corrente, contatore, contatori, potenza, consumo, consumi, solare, fotovoltaico, batteria, batterie, wallbox, colonnina, caricatore, rete, prezzo spot',
    sensors:
      'sensore, sensori, movimento, rilevatore di movimento, presenza, umidità, luminosità, qualità aria, finestra, finestre, contatto',
    scenes: 'scena, scene, scenario, scenari, atmosfera, atmosfere, sequenza, sequenze',
    appliances:
      'elettrodomestico, elettrodomestici, apparecchio, apparecchi, piscina, piscine, sauna, irrigazione, irrigatore, irrigatori, sveglia, sveglie, termometro per carne',
    information:
      'informazione, informazioni, info, stato, testo, testi, meteo, tempo meteorologico, pagina web, registro eventi, contaore',
  },
  verbs: {
    on: 'accendi, accendere, accendete, attiva, attivare',
    off: 'spegni, spegnere, spegnete, disattiva, disattivare',
    toggle: 'commuta, commutare, inverti, invertire',
    open: 'apri, aprire, aprite',
    close: 'chiudi, chiudere, chiudete',
    raise: 'alza, alzare, alzate, solleva, sollevare, su, più forte',
    lower: 'abbassa, abbassare, abbassate, giù, cala, calare, più piano',
    stop: 'ferma, fermare, fermate, stop, arresta, arrestare',
    dim: 'attenua, attenuare, oscura, oscurare, meno luminoso',
    brighten: 'schiarisci, schiarire, illumina, illuminare, più luminoso',
    set: 'imposta, impostare, regola, regolare, metti, mettere, cambia, cambiare',
    lock: 'blocca, bloccare, chiudi a chiave',
    unlock: 'sblocca, sbloccare',
    arm: 'arma, armare, inserisci, inserire',
    disarm: 'disarma, disarmare, disinserisci, disinserire',
    start: 'avvia, avviare, inizia, iniziare, fai partire',
    pause: 'pausa, metti in pausa, sospendi, sospendere',
    play: 'riproduci, riprodurre, suona, suonare, riprendi, riprendere',
    next: 'successivo, successiva, prossimo, prossima, avanti',
    previous: 'precedente, indietro',
    acknowledge: 'conferma, confermare, tacita, tacitare',
  },
  ambiguous: 'finestra, finestre',
};
