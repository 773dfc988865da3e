import type { LanguageWords } from './language.js';

/** French. */
export const FR: LanguageWords = {
  language: 'fr',
  compounds: false,
  families: {
    lights:
      'lumière, lumières, lampe, lampes, éclairage, éclairages, ampoule, ampoules, variateur, variateurs, lustre, lustres, plafonnier, spot, spots, ruban LED',
    covers:
      'volet, volets, volet roulant, volets roulants, store, stores, rideau, rideaux, jalousie, jalousies, ombrage, banne, brise soleil, lame, lames, persienne, persiennes',
    switches:
      'interrupteur, interrupteurs, prise, prises, bouton, boutons, relais, curseur, minuterie, programmateur, poussoir',
    climate:
      'climat, chauffage, chauffages, radiateur, radiateurs, plancher chauffant, refroidissement, climatisation, climatiseur, clim, thermostat, thermostats, température, températures, ventilation, ventilateur, VMC',
    media:
      'média, médias, musique, audio, enceinte, enceintes, haut parleur, haut parleurs, radio, son, volume, télévision, télé, télécommande, zone musicale',
    access:
      'accès, porte, portes, portail, portails, garage, porte de garage, serrure, serrures, interphone, visiophone, sonnette, digicode, fenêtre, fenêtres, velux',
    security:
      'sécurité, alarme, alarmes, fumée, détecteur de fumée, incendie, intrusion, fuite, appel urgence, boîte aux lettres',
    energy:
      'énergie, électricité, courant, compteur, compteurs, puissance, consommation, solaire, photovoltaïque, batterie, batteries, borne de recharge, chargeur, réseau, prix spot',
    sensors:
      'capteur, capteurs, détecteur, détecteurs, mouvement, détecteur de mouvement, présence, humidité, luminosité, qualité air, fenêtre, fenêtres, contact',
    scenes: 'scène, scènes, ambiance, ambiances, séquence, séquences, scénario, scénarios',
    appliances:
      'appareil, appareils, piscine, piscines, sauna, arrosage, irrigation, arroseur, réveil, réveils, thermomètre à viande, électroménager',
    information:
      'information, informations, info, infos, statut, état, texte, textes, météo, page web, journal, compteur horaire',
  },
  verbs: {
    on: 'allume, allumer, allumez, marche, mets en marche, active, activer',
    off: 'éteins, éteindre, éteignez, coupe, couper, désactive, désactiver, arrête, arrêter, arrêtez',
    toggle: 'bascule, basculer, inverse, inverser',
    open: 'ouvre, ouvrir, ouvrez',
    close: 'ferme, fermer, fermez',
    raise: 'monte, monter, montez, lève, lever, remonte, remonter, plus fort, plus haut',
    lower: 'baisse, baisser, baissez, descends, descendre, abaisse, abaisser, moins fort, plus bas',
    stop: 'stop, stoppe, stopper, arrête, arrêter, arrêtez, halte',
    dim: 'tamise, tamiser, assombris, assombrir, moins lumineux',
    brighten: 'éclaircis, éclaircir, plus lumineux, plus clair',
    set: 'règle, régler, réglez, mets, mettre, mettez, définis, définir, change, changer',
    lock: 'verrouille, verrouiller, verrouillez',
    unlock: 'déverrouille, déverrouiller, déverrouillez',
    arm: 'arme, armer, armez',
    disarm: 'désarme, désarmer, désarmez',
    start: 'démarre, démarrer, lance, lancer, commence, commencer',
    pause: 'pause, mets en pause, suspends, suspendre',
    play: 'joue, jouer, lecture, reprends, reprendre',
    next: 'suivant, suivante, prochain, prochaine',
    previous: 'précédent, précédente, retour',
    acknowledge: 'acquitte, acquitter, confirme, confirmer, valide, valider',
  },
  ambiguous: 'fenêtre, fenêtres, arrête, arrêter, arrêtez',
};
