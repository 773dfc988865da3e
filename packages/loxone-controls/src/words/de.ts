import type { LanguageWords } from './language.js';

/** German. */
export const DE: LanguageWords = {
  language: 'de',
  compounds: true,
  families: {
    lights:
      'Licht, Lichter, Lampe, Lampen, Leuchte, Leuchten, Beleuchtung, Dimmer, Glühbirne, Spot, Spots, Strahler, Kronleuchter, Lichtsteuerung, Deckenlicht, Deckenlampe, Deckenleuchte, LED Streifen',
    covers:
      'Rollo, Rollos, Rollladen, Rolladen, Jalousie, Jalousien, Raffstore, Raffstores, Beschattung, Markise, Markisen, Vorhang, Vorhänge, Storen, Plissee, Plissees, Lamelle, Lamellen, Behang, Gardine, Gardinen',
    switches:
      'Schalter, Steckdose, Steckdosen, Taster, Knopf, Knöpfe, Relais, Stecker, Zeitschaltuhr, Schaltuhr, Regler, Schieberegler',
    climate:
      'Klima, Heizung, Heizungen, Heizkörper, Fußbodenheizung, Kühlung, Klimaanlage, Klimaanlagen, Thermostat, Thermostate, Temperatur, Temperaturen, Lüftung, Lüfter, Ventilator, Raumregelung, Raumregler',
    media:
      'Medien, Musik, Audio, Lautsprecher, Radio, Ton, Klang, Lautstärke, Fernseher, Fernsehen, Fernbedienung, Musikzone',
    access:
      'Zutritt, Zugang, Tür, Türe, Türen, Tor, Tore, Garage, Garagen, Garagentor, Sprechanlage, Türstation, Klingel, Türklingel, Codeschloss, Schloss, Schlösser, Fenster, Dachfenster',
    security:
      'Sicherheit, Alarm, Alarme, Alarmanlage, Alarmanlagen, Einbruch, Rauch, Rauchmelder, Brandmelder, Feueralarm, Wassermelder, Notruf, Briefkasten, Postkasten',
    energy:
      'Energie, Strom, Zähler, Stromzähler, Leistung, Verbrauch, Solar, Photovoltaik, PV, Batterie, Batterien, Speicher, Wallbox, Ladestation, Energiemanager, Netz, Strompreis',
    sensors:
      'Sensor, Sensoren, Fühler, Bewegung, Bewegungsmelder, Präsenz, Präsenzmelder, Anwesenheit, Feuchte, Luftfeuchtigkeit, Helligkeit, Luftqualität, Melder, Fenster, Kontakt, Kontakte',
    scenes: 'Szene, Szenen, Stimmung, Stimmungen, Sequenz, Sequenzen, Ablauf, Abläufe',
    appliances:
      'Gerät, Geräte, Pool, Schwimmbad, Sauna, Bewässerung, Beregnung, Rasensprenger, Wecker, Fleischthermometer, Haushaltsgerät, Haushaltsgeräte',
    information:
      'Information, Informationen, Info, Status, Zustand, Text, Texte, Wetter, Hinweis, Hinweise, Webseite, Betriebsstunden',
  },
  verbs: {
    on: 'an, einschalten, anschalten, anmachen, einschalte, schalte * ein, schalte * an, mach * an, schalt * ein, aktiviere, aktivieren',
    off: 'aus, ausschalten, ausmachen, abschalten, schalte * aus, schalt * aus, mach * aus, schalte * ab, deaktiviere, deaktivieren',
    toggle: 'umschalten, schalte * um, wechsle',
    open: 'öffne, öffnen, auf, aufmachen, mach * auf, auffahren',
    close: 'schließe, schließen, schliess, zu, zumachen, mach * zu, zufahren',
    raise: 'hoch, rauf, hochfahren, fahre * hoch, hochziehen, nach oben, lauter, heben, anheben',
    lower:
      'runter, herunter, herunterfahren, fahre * runter, hinunter, nach unten, leiser, senken, absenken',
    stop: 'stopp, stop, stoppe, stoppen, anhalten, halt, halte * an',
    dim: 'dimme, dimmen, dunkler, abdunkeln',
    brighten: 'heller, aufhellen, hochdimmen',
    set: 'stelle, stell, setze, setzen, einstellen, stelle * ein, ändere, ändern, regle, regeln',
    lock: 'sperre, sperren, verriegle, verriegeln, zusperren, abschließen, absperren',
    unlock: 'entsperre, entsperren, entriegle, entriegeln, aufsperren, aufschließen',
    arm: 'scharf, scharf schalten, scharfschalten, schalte * scharf, scharf stellen',
    disarm: 'unscharf, unscharf schalten, schalte * unscharf, entschärfe, entschärfen',
    start: 'starte, starten, beginne, beginnen, start',
    pause: 'pausiere, pausieren, Pause, unterbrich',
    play: 'spiele, spiel, spielen, abspielen, Wiedergabe',
    next: 'nächste, nächster, nächstes, weiter',
    previous: 'vorige, voriger, vorheriger, vorherige, zurück',
    acknowledge: 'bestätige, bestätigen, quittiere, quittieren',
  },
  ambiguous: 'Fenster',
};
