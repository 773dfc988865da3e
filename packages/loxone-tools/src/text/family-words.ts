import type { Family } from '@gatehouse/loxone-controls';

/** Every family by its name: the compiler sees that none is missing. */
const FAMILY = {
  lights: 'lights',
  covers: 'covers',
  switches: 'switches',
  climate: 'climate',
  media: 'media',
  access: 'access',
  security: 'security',
  energy: 'energy',
  sensors: 'sensors',
  scenes: 'scenes',
  appliances: 'appliances',
  information: 'information',
} as const satisfies { readonly [Name in Family]: Name };

/** All families. */
export const FAMILIES: readonly Family[] = Object.values(FAMILY);

/**
 * What people call the members of a family in English, German and Czech, folded. Names of a house
 * are in its owner's language, the assistant's words often are not.
 */
export const FAMILY_WORDS: Readonly<Record<Family, readonly string[]>> = {
  lights: words(
    'light lights lamp lamps lighting bulb dimmer chandelier',
    'licht lichter lampe lampen leuchte leuchten beleuchtung',
    'svetlo svetla osvetleni lampa lampy lampicka lustr zarovka',
  ),
  covers: words(
    'blind blinds shutter shutters shade shades curtain curtains cover covers awning jalousie',
    'rollladen rolladen rollo rollos jalousien raffstore markise vorhang beschattung',
    'zaluzie roleta rolety stineni markyza zaves zavesy',
  ),
  switches: words(
    'switch switches socket sockets outlet plug button',
    'schalter steckdose steckdosen taster',
    'spinac spinace vypinac zasuvka zasuvky tlacitko',
  ),
  climate: words(
    'climate heating heater cooling thermostat temperature ventilation hvac',
    'klima heizung kuhlung temperatur luftung thermostate',
    'topeni vytapeni chlazeni klimatizace teplota vetrani termostat',
  ),
  media: words(
    'media audio music speaker speakers radio sound',
    'musik lautsprecher ton',
    'hudba zvuk reproduktor reproduktory',
  ),
  access: words(
    'access door doors gate gates lock locks garage intercom doorbell',
    'tur turen tor tore schloss garagentor zutritt sprechanlage klingel',
    'dvere brana vrata zamek garaz zvonek vratnik',
  ),
  security: words(
    'security alarm alarms smoke fire burglar',
    'sicherheit alarmanlage rauch rauchmelder brand einbruch',
    'zabezpeceni alarmy kour pozar hlidani',
  ),
  energy: words(
    'energy power electricity meter meters solar battery wallbox charger',
    'energie strom zahler leistung batterie photovoltaik',
    'elektrina elektromer mereni vykon baterie nabijecka',
  ),
  sensors: words(
    'sensor sensors motion presence humidity brightness',
    'fuhler melder bewegung anwesenheit feuchte prasenz',
    'cidlo cidla senzor senzory pohyb pritomnost vlhkost',
  ),
  scenes: words('scene scenes mood moods', 'szene szenen stimmung', 'scena sceny nalada'),
  appliances: words(
    'appliance appliances pool sauna irrigation sprinkler',
    'gerat gerate bewasserung schwimmbad',
    'spotrebic spotrebice bazen zavlaha zavlazovani',
  ),
  information: words(
    'information info status text weather',
    'wetter hinweis',
    'informace stav pocasi',
  ),
};

/** Small words that say nothing about what is meant, folded. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  words(
    'a an all and in into of on off the to at my please which what are is',
    'alle und im der die das den dem mein meine bitte auf',
    'vsechna vsechny vse ve v na do u z prosim ktere jsou je',
  ),
);

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '));
}
