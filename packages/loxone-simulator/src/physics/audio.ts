import { clamp } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { WORDS_ON_OFF } from './switch-words.js';
import { numberArgument } from './wire-command.js';

const PLAY = { stopped: 0, paused: 1, playing: 2 } as const;
const ONLINE = 2;

/** Title, artist and length in seconds; names of our own making. */
const SONGS = [
  ['Morning on the Quay', 'The Paper Boats', 214],
  ['Long Way Round', 'Ada Brindle', 187],
  ['Copper and Rain', 'Northbound Trio', 263],
] as const;

/** A zone that plays music; the first generation also tells what it plays. */
class AudioZone implements Physics {
  readonly #device: Device;
  #song = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      serverState: ONLINE,
      playState: PLAY.stopped,
      clientState: ONLINE,
      power: 0,
      volume: 25,
      maxVolume: 100,
      volumeStep: 3,
      defaultVolume: 25,
      alarmVolume: 40,
      bellVolume: 40,
      buzzerVolume: 30,
      ttsVolume: 35,
      mastervolume: 100,
      shuffle: 0,
      repeat: 0,
      sourceList: '{"getroomfavs_result":[]}',
      source: 1,
      songName: '',
      album: '',
      artist: '',
      station: '',
      genre: '',
      cover: '',
      duration: 0,
      progress: 0,
      queueIndex: 0,
      enableAirPlay: 0,
      enableSpotifyConnect: 0,
      equalizerSettings: '0,0,0,0,0,0,0,0,0,0',
      presenceFrom: 0,
      presenceTo: 0,
      isLocked: 0,
      bluetooth: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return this.#transport(command) || this.#volume(command) || this.#setting(command);
  }

  tick(seconds: number): void {
    const device = this.#device;
    if (device.number('playState') !== PLAY.playing) return;
    const progress = device.number('progress') + seconds;
    if (progress < device.number('duration')) device.set('progress', Math.floor(progress));
    else this.#skip(1);
  }

  #transport({ word, args }: WireCommand): boolean {
    switch (word) {
      case 'on':
      case 'play':
      case 'playzonefav':
      case 'source':
        if (word === 'source') this.#device.set('source', Number(args[0]) || 1);
        return this.#play(PLAY.playing);
      case 'pause':
        return this.#play(PLAY.paused);
      case 'off':
      case 'stop':
        return this.#play(PLAY.stopped);
      case 'next':
        return this.#skip(1);
      case 'prev':
        return this.#skip(SONGS.length - 1);
      default:
        return false;
    }
  }

  #volume(command: WireCommand): boolean {
    const device = this.#device;
    const step = device.number('volumeStep');
    switch (command.word) {
      case 'volup':
        return this.#setVolume(device.number('volume') + step);
      case 'voldown':
        return this.#setVolume(device.number('volume') - step);
      case 'volstep': {
        const by = numberArgument(command, 0);
        return by !== undefined && this.#setVolume(device.number('volume') + by);
      }
      case 'volume': {
        const wanted = numberArgument(command, 0, 0, 100);
        return wanted !== undefined && this.#setVolume(wanted);
      }
      default:
        return false;
    }
  }

  #setting(command: WireCommand): boolean {
    const { word, args } = command;
    const value = numberArgument(command, 0, 0);
    if (word === 'shuffle' || word === 'repeat' || word === 'progress' || word === 'bluetooth') {
      const next = word === 'shuffle' ? 1 - this.#device.number('shuffle') : value;
      if (next === undefined) return false;
      this.#device.set(word, next);
      return true;
    }
    const volume = /^(alarm|bell|buzzer|tts|default)volume$/.exec(word)?.[1];
    if (volume !== undefined && value !== undefined && value <= 100) {
      this.#device.set(`${volume}Volume`, value);
      return true;
    }
    if (word === 'mastervolume' && value !== undefined) return this.#setVolume(value);
    return this.#option(word, args);
  }

  #option(word: string, args: readonly string[]): boolean {
    const [first = ''] = args;
    const on = WORDS_ON_OFF[first.toLowerCase()];
    switch (word) {
      case 'enableairplay':
        return this.#store('enableAirPlay', on);
      case 'enablespotifyconnect':
        return this.#store('enableSpotifyConnect', on);
      case 'svpower':
        return this.#store('serverState', on === undefined ? undefined : on * ONLINE);
      case 'presence':
        return this.#store('presence', on);
      case 'equalizersettings':
        if (!/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?)*$/.test(first)) return false;
        this.#device.set('equalizerSettings', first);
        return true;
      case 'tts':
        return args.length > 0;
      default:
        return word === 'resetbluetoothpairings' && args.length === 0;
    }
  }

  #store(state: string, value: number | undefined): boolean {
    if (value === undefined) return false;
    this.#device.set(state, value);
    return true;
  }

  #play(state: number): boolean {
    this.#device.set('playState', state);
    this.#device.set('power', state === PLAY.stopped ? 0 : 1);
    this.#showSong();
    return true;
  }

  #skip(by: number): boolean {
    this.#song = (this.#song + by) % SONGS.length;
    this.#device.set('progress', 0);
    this.#device.set('queueIndex', this.#song);
    this.#showSong();
    return true;
  }

  #showSong(): void {
    const device = this.#device;
    const silent = device.number('playState') === PLAY.stopped;
    const [title, artist, length] = SONGS[this.#song] ?? SONGS[0];
    device.set('songName', silent ? '' : title);
    device.set('artist', silent ? '' : artist);
    device.set('duration', silent ? 0 : length);
  }

  #setVolume(volume: number): boolean {
    this.#device.set('volume', clamp(volume, 0, this.#device.number('maxVolume')));
    return true;
  }
}

export const AUDIO_PHYSICS: PhysicsTable = {
  AudioZone: (device) => new AudioZone(device),
  AudioZoneV2: (device) => new AudioZone(device),
};
