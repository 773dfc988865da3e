import type { LanguageWords } from './language.js';

/** Czech. */
export const CS: LanguageWords = {
  language: 'cs',
  compounds: false,
  families: {
    lights:
      'světlo, světla, světel, svítidlo, svítidla, osvětlení, lampa, lampy, lampu, lampička, lustr, lustry, žárovka, žárovky, stmívač, stmívače, LED pásek',
    covers:
      'žaluzie, žaluzii, roleta, rolety, roletu, rolet, stínění, markýza, markýzy, závěs, závěsy, lamely, předokenní rolety, screen',
    switches:
      'spínač, spínače, vypínač, vypínače, přepínač, zásuvka, zásuvky, zásuvku, tlačítko, tlačítka, relé, posuvník, časovač',
    climate:
      'klima, klimatizace, klimatizaci, topení, vytápění, radiátor, radiátory, podlahovka, chlazení, termostat, termostaty, teplota, teploty, teplotu, větrání, ventilace, ventilátor, rekuperace',
    media:
      'média, hudba, hudbu, audio, zvuk, hlasitost, reproduktor, reproduktory, rádio, televize, televizi, ovladač, hudební zóna',
    access:
      'přístup, dveře, dveří, brána, bránu, brány, vrata, branka, branku, zámek, zámky, garáž, garáže, zvonek, vrátník, videovrátný, interkom, kódová klávesnice, okno, okna, oken',
    security:
      'zabezpečení, bezpečnost, alarm, alarmy, poplach, kouř, hlásič kouře, požár, únik vody, nouzové volání, hlídání, schránka, poštovní schránka',
    energy:
      'energie, elektřina, elektřinu, elektroměr, elektroměry, měřič, měření, výkon, spotřeba, solár, fotovoltaika, FVE, baterie, baterii, wallbox, nabíječka, nabíječku, síť, spotová cena',
    sensors:
      'čidlo, čidla, senzor, senzory, pohyb, detektor pohybu, přítomnost, vlhkost, jas, kvalita vzduchu, okno, okna, oken, kontakt',
    scenes: 'scéna, scény, scénu, nálada, nálady, náladu, sekvence',
    appliances:
      'spotřebič, spotřebiče, bazén, bazény, sauna, saunu, zavlažování, závlaha, závlahu, zalévání, postřikovač, budík, budíky, teploměr na maso',
    information:
      'informace, informaci, info, stav, stavy, text, texty, počasí, webová stránka, záznam událostí, provozní hodiny',
  },
  verbs: {
    on: 'zapni, zapnout, zapněte, rozsviť, rozsvítit, rozsviťte, aktivuj, aktivovat',
    off: 'vypni, vypnout, vypněte, zhasni, zhasnout, zhasněte, deaktivuj, deaktivovat',
    toggle: 'přepni, přepnout, přepněte',
    open: 'otevři, otevřít, otevřete',
    close: 'zavři, zavřít, zavřete',
    raise: 'vytáhni, vytáhnout, nahoru, zvedni, zvednout, hlasitěji, zesil, zesílit',
    lower: 'stáhni, stáhnout, dolů, spusť, spustit, sniž, snížit, tišeji, zeslab, zeslabit',
    stop: 'zastav, zastavit, zastavte, stop, stůj',
    dim: 'ztlum, ztlumit, ztlumte, ztmav, ztmavit, stmívej, stmívat',
    brighten: 'zesvětli, zesvětlit, jasněji, přisviť, přisvítit',
    set: 'nastav, nastavit, nastavte, změň, změnit',
    lock: 'zamkni, zamknout, zamkněte, uzamkni, uzamknout',
    unlock: 'odemkni, odemknout, odemkněte',
    arm: 'zastřež, zastřežit, zabezpeč, zabezpečit, zakóduj, zakódovat',
    disarm: 'odstřež, odstřežit, odkóduj, odkódovat, odjisti, odjistit',
    start: 'start, spusť, spustit, začni, začít',
    pause: 'pozastav, pozastavit, pauza',
    play: 'hraj, hrát, přehraj, přehrát, pusť, pustit',
    next: 'další, následující',
    previous: 'předchozí, zpět',
    acknowledge: 'potvrď, potvrdit, kvituj, kvitovat',
  },
  ambiguous: 'okno, okna, oken, spusť, spustit',
};
