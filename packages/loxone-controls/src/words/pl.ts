import type { LanguageWords } from './language.js';

/** Polish. */
export const PL: LanguageWords = {
  language: 'pl',
  compounds: false,
  families: {
    lights:
      'światło, światła, świateł, lampa, lampy, lampę, oświetlenie, oświetlenia, żarówka, żarówki, żyrandol, żyrandole, kinkiet, kinkiety, ściemniacz, ściemniacze, taśma LED',
    covers:
      'roleta, rolety, roletę, rolet, żaluzja, żaluzje, żaluzji, zasłona, zasłony, zasłonę, markiza, markizy, zacienienie, osłona, osłony, lamele, okiennice',
    switches:
      'przełącznik, przełączniki, wyłącznik, wyłączniki, włącznik, włączniki, gniazdko, gniazdka, gniazdo, przycisk, przyciski, przekaźnik, suwak, minutnik',
    climate:
      'klimat, ogrzewanie, ogrzewania, grzejnik, grzejniki, ogrzewanie podłogowe, chłodzenie, klimatyzacja, klimatyzację, klimatyzator, termostat, termostaty, temperatura, temperaturę, temperatury, wentylacja, wentylację, wentylator, rekuperacja',
    media:
      'media, muzyka, muzykę, muzyki, audio, głośnik, głośniki, radio, dźwięk, głośność, telewizor, telewizja, pilot, strefa muzyczna',
    access:
      'dostęp, drzwi, brama, bramę, bramy, furtka, furtkę, furtki, garaż, brama garażowa, zamek, zamki, domofon, wideodomofon, dzwonek, klawiatura kodowa, okno, okna, okien',
    security:
      'bezpieczeństwo, alarm, alarmy, włamanie, dym, czujnik dymu, czujka dymu, pożar, zalanie, wezwanie pomocy, skrzynka na listy',
    energy:
      'energia, energię, energii, prąd, prądu, licznik, liczniki, moc, zużycie, fotowoltaika, panele słoneczne, bateria, baterie, akumulator, ładowarka, ładowarkę, stacja ładowania, sieć, cena prądu',
    sensors:
      'czujnik, czujniki, czujka, czujki, sensor, sensory, ruch, czujnik ruchu, obecność, wilgotność, jasność, jakość powietrza, okno, okna, okien, kontaktron',
    scenes: 'scena, sceny, scenę, nastrój, nastroje, sekwencja, sekwencje',
    appliances:
      'urządzenie, urządzenia, basen, baseny, sauna, saunę, sauny, nawadnianie, podlewanie, zraszacz, zraszacze, budzik, budziki, termometr do mięsa',
    information:
      'informacja, informacje, info, status, stan, tekst, teksty, pogoda, pogodę, strona internetowa, dziennik zdarzeń, licznik godzin',
  },
  verbs: {
    on: 'włącz, włączyć, włączcie, zapal, zapalić, zaświeć, zaświecić, aktywuj, aktywować',
    off: 'wyłącz, wyłączyć, wyłączcie, zgaś, zgasić, dezaktywuj, dezaktywować',
    toggle: 'przełącz, przełączyć',
    open: 'otwórz, otworzyć, otwórzcie',
    close: 'zamknij, zamknąć, zamknijcie',
    raise: 'podnieś, podnieść, w górę, podciągnij, głośniej',
    lower: 'opuść, opuścić, w dół, obniż, obniżyć, ciszej',
    stop: 'zatrzymaj, zatrzymać, stop, stój',
    dim: 'ściemnij, ściemnić, przyciemnij, przyciemnić, ciemniej',
    brighten: 'rozjaśnij, rozjaśnić, jaśniej',
    set: 'ustaw, ustawić, zmień, zmienić, wyreguluj',
    lock: 'zablokuj, zablokować, zarygluj, zaryglować, zamknij na klucz',
    unlock: 'odblokuj, odblokować, odrygluj, odryglować',
    arm: 'uzbrój, uzbroić',
    disarm: 'rozbrój, rozbroić',
    start: 'uruchom, uruchomić, rozpocznij, rozpocząć, start',
    pause: 'wstrzymaj, wstrzymać, pauza, pauzuj',
    play: 'graj, zagraj, odtwórz, odtwarzaj, odtworzyć, wznów, wznowić',
    next: 'następny, następna, następne, dalej',
    previous: 'poprzedni, poprzednia, poprzednie, wstecz, cofnij',
    acknowledge: 'potwierdź, potwierdzić, skwituj, skwitować',
  },
  ambiguous: 'okno, okna, okien',
};
