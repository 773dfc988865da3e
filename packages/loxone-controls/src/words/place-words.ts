/** What a room is for, whatever its house calls it. */
export type PlaceKind =
  | 'kitchen'
  | 'living room'
  | 'dining room'
  | 'bedroom'
  | 'children'
  | 'guest'
  | 'bathroom'
  | 'toilet'
  | 'hall'
  | 'stairs'
  | 'office'
  | 'garage'
  | 'carport'
  | 'cellar'
  | 'attic'
  | 'terrace'
  | 'balcony'
  | 'garden'
  | 'winter garden'
  | 'outside'
  | 'laundry'
  | 'utility'
  | 'pantry'
  | 'wardrobe'
  | 'workshop'
  | 'fitness'
  | 'playroom'
  | 'sauna'
  | 'pool'
  | 'room';

/**
 * Words for kinds of rooms in all languages, separated by commas, with the cases that stand behind
 * a preposition. An assistant says `kitchen` of what the house calls `Küche`.
 */
export const PLACES: Readonly<Record<PlaceKind, string>> = {
  kitchen:
    'kitchen, kitchenette, Küche, Küchen, Kochen, kuchyně, kuchyň, kuchyni, kuchyní, kuchyňka, cuisine, cucina, cocina, keuken, kuchnia, kuchni, kuchnię',
  'living room':
    'living room, lounge, sitting room, family room, living, Wohnzimmer, Wohnraum, Wohnbereich, Wohnen, Stube, obývací pokoj, obývacím pokoji, obývacího pokoje, obývák, obýváku, salon, salonu, salonie, séjour, pièce à vivre, soggiorno, salotto, salón, sala de estar, woonkamer, zitkamer, huiskamer, pokój dzienny, pokoju dziennym',
  'dining room':
    'dining room, dining area, Esszimmer, Essbereich, Esstischbereich, Speisezimmer, jídelna, jídelně, jídelny, salle à manger, sala da pranzo, comedor, eetkamer, jadalnia, jadalni, jadalnię',
  bedroom:
    'bedroom, master bedroom, Schlafzimmer, Schlafen, Schlafraum, Elternschlafzimmer, ložnice, ložnici, chambre à coucher, chambre, camera da letto, camera, dormitorio, habitación, slaapkamer, sypialnia, sypialni, sypialnię',
  children:
    "children's room, childrens room, kids room, kid's room, child's room, nursery, Kinderzimmer, Kind, Kinder, dětský pokoj, dětském pokoji, dětského pokoje, dětské pokoje, chambre d'enfant, chambre des enfants, cameretta, camera dei bambini, habitación de los niños, cuarto de los niños, kinderkamer, pokój dziecięcy, pokoju dziecięcym, pokój dziecka",
  guest:
    "guest room, guest bedroom, guest, Gästezimmer, Gast, Gäste, hostinský pokoj, pokoj pro hosty, pokoji pro hosty, chambre d'amis, camera degli ospiti, habitación de invitados, logeerkamer, gastenkamer, pokój gościnny, pokoju gościnnym",
  bathroom:
    'bathroom, bath, shower room, shower, Bad, Badezimmer, Bäder, Dusche, Duschbad, koupelna, koupelně, koupelny, koupelnu, sprcha, salle de bain, salle de bains, bain, douche, bagno, bagni, doccia, baño, cuarto de baño, badkamer, łazienka, łazience, łazienki, łazienkę',
  toilet:
    'toilet, WC, restroom, loo, powder room, Toilette, Toiletten, Klo, záchod, záchodě, toaleta, toaletě, toalety, toilettes, gabinetto, aseo, servicio, toalecie, ubikacja',
  hall: 'hall, hallway, corridor, entrance, entrance hall, entry, foyer, lobby, Flur, Diele, Gang, Eingang, Eingangsbereich, Vorraum, Vorzimmer, Vorhaus, Windfang, chodba, chodbě, chodby, hala, hale, haly, předsíň, předsíni, vstup, vstupní hala, zádveří, couloir, entrée, vestibule, corridoio, ingresso, disimpegno, pasillo, recibidor, entrada, gang, inkomhal, entree, korytarz, korytarzu, przedpokój, przedpokoju, hol, holu, wiatrołap, sień',
  stairs:
    'stairs, staircase, stairway, stairwell, Treppe, Treppenhaus, Stiegenhaus, Stiege, schodiště, schodišti, schody, escalier, escaliers, cage d’escalier, scala, scale, escalera, escaleras, trap, trappenhuis, schodach, klatka schodowa, klatce schodowej',
  office:
    'office, study, home office, Büro, Arbeitszimmer, Homeoffice, pracovna, pracovně, pracovny, kancelář, kanceláři, bureau, ufficio, studio, oficina, despacho, kantoor, werkkamer, studeerkamer, biuro, biurze, gabinet, gabinecie',
  garage: 'garage, Garage, Garagen, garáž, garáži, garáže, garaje, autorimessa, garaż, garażu',
  carport: 'carport, Carport, přístřešek, wiata',
  cellar:
    'cellar, basement, Keller, Kellerraum, sklep, sklepě, sklepa, cave, sous sol, cantina, sótano, bodega, kelder, piwnica, piwnicy, piwnicę',
  attic:
    'attic, loft, Dachboden, Dachgeschoss, Dachgeschoß, Speicherraum, podkroví, půda, půdě, grenier, combles, soffitta, mansarda, sottotetto, ático, buhardilla, desván, zolder, strych, strychu, poddasze, poddaszu',
  terrace:
    'terrace, patio, deck, Terrasse, Terrassen, Veranda, terasa, terase, terasy, verandě, terrasse, véranda, terrazza, terrazzo, terraza, terras, taras, tarasie, tarasu, weranda, werandzie',
  balcony:
    'balcony, Balkon, Balkone, Loggia, balkón, balkóně, balkónu, balkoně, balcon, balcone, balcón, balkonie',
  garden:
    'garden, yard, backyard, Garten, zahrada, zahradě, zahrady, zahradu, jardin, giardino, jardín, tuin, ogród, ogrodzie, ogrodu',
  'winter garden':
    'winter garden, conservatory, Wintergarten, zimní zahrada, zimní zahradě, zimní zahrady, jardin d’hiver, giardino d’inverno, jardín de invierno, wintertuin, ogród zimowy, ogrodzie zimowym',
  outside:
    'outside, outdoor, outdoors, exterior, Außen, Aussen, Draußen, Außenbereich, Hof, Einfahrt, venku, venkovní, okolí domu, extérieur, dehors, esterno, fuori, afuera, exterior, buiten, na zewnątrz, zewnątrz, podwórko, podwórku',
  laundry:
    'laundry, laundry room, utility room, Waschküche, Waschraum, Hauswirtschaftsraum, Wirtschaftsraum, HWR, Bügelzimmer, prádelna, prádelně, prádelny, buanderie, laverie, lavanderia, lavandería, lavadero, wasruimte, waskamer, washok, bijkeuken, pralnia, pralni, pralnię',
  utility:
    'technical room, plant room, boiler room, server room, Technik, Technikraum, Heizraum, Heizungsraum, Haustechnik, Serverraum, technická místnost, technické místnosti, kotelna, kotelně, serverovna, serverovně, local technique, chaufferie, locale tecnico, centrale termica, cuarto técnico, sala de máquinas, technische ruimte, stookruimte, pomieszczenie techniczne, kotłownia, kotłowni',
  pantry:
    'pantry, larder, storeroom, storage room, storage, Speis, Speisekammer, Vorratsraum, Vorrat, Abstellraum, Abstellkammer, Lager, spíž, spíži, spižírna, spižírně, komora, komoře, sklad, skladu, cellier, débarras, dispensa, ripostiglio, despensa, trastero, voorraadkamer, berging, spiżarnia, spiżarni, schowek',
  wardrobe:
    'wardrobe, dressing room, walk in closet, closet, cloakroom, Garderobe, Ankleide, Ankleidezimmer, Schrankraum, šatna, šatně, šatny, dressing, vestiaire, cabina armadio, guardaroba, vestidor, inloopkast, kleedkamer, garderoba, garderobie',
  workshop:
    'workshop, Werkstatt, Werkraum, Hobbyraum, dílna, dílně, dílny, atelier, officina, taller, werkplaats, warsztat, warsztacie',
  fitness:
    'gym, fitness, fitness room, Fitnessraum, Fitness, Sportraum, posilovna, posilovně, salle de sport, palestra, gimnasio, fitnessruimte, siłownia, siłowni',
  playroom:
    'playroom, games room, game room, Spielzimmer, Spielraum, herna, herně, salle de jeux, stanza dei giochi, sala de juegos, speelkamer, pokój zabaw',
  sauna: 'sauna, Wellness, sauně, saunie',
  pool: 'pool, swimming pool, Schwimmbad, Poolhaus, bazén, bazénu, piscine, piscina, zwembad, basen, basenie',
  room: 'room, Zimmer, Raum, pokoj, pokoji, místnost, pièce, stanza, cuarto, kamer, pokój, pokoju',
};
