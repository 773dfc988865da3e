import { flagged, named, read, type Sentences, say } from '../describe/phrase.js';

const NO_ALARM = { '0': '' };

/** Alarms: `armed, away`; an alarm that is on comes first. */
export const SECURITY_SENTENCES: Sentences = {
  Alarm: {
    phrases: [
      say('level', '{text}', { words: NO_ALARM }),
      flagged('armed', 'armed', 'disarmed'),
      flagged('disabledMove', 'at home (without motion detectors)', 'away', {
        when: { state: 'armed', is: ['true'] },
      }),
      read('armedDelay', 'duration', 'arms in {text}'),
      say('sensors', 'set off by {text}', { when: { state: 'level', not: ['', '0'] } }),
    ],
  },
  SmokeAlarm: {
    phrases: [
      say('level', '{text}', { words: { '0': 'no alarm' } }),
      {
        state: 'alarmCause',
        bits: { 1: 'smoke', 2: 'water', 4: 'temperature', 8: 'arc fault' },
        when: { state: 'level', not: ['', '0'] },
      },
      flagged('testAlarm', 'test'),
      flagged('acousticAlarm', 'sounding', '', { when: { state: 'level', not: ['', '0'] } }),
      flagged('areAlarmSignalsOff', 'signals off'),
      read('timeServiceMode', 'duration', 'service mode for {text}'),
    ],
  },
  AlarmChain: {
    phrases: [
      {
        state: 'activeAlarmType',
        words: { '0': 'no alarm' },
        bits: { 1: 'to be acknowledged', 2: 'alarm', 4: 'urgent alarm', 8: 'emergency service' },
      },
      say('activeAlarmText'),
    ],
  },
  AalEmergency: { phrases: [say('status'), say('resetActive', 'reset by {text}')] },
  AalSmartAlarm: {
    phrases: [
      say('alarmLevel'),
      say('alarmCause', 'set off by {text}', { when: { state: 'alarmLevel', not: ['', '0'] } }),
      flagged('isLeaveActive', 'everybody away'),
      flagged('isLocked', 'locked'),
    ],
  },
  MailBox: {
    phrases: [flagged('mailReceived', 'mail'), flagged('packetReceived', 'parcel')],
    otherwise: 'empty',
  },
  WindowMonitor: {
    phrases: [
      named('numOpen', { '0': '' }, '{value} open'),
      named('numTilted', { '0': '' }, '{value} tilted'),
      named('numUnlocked', { '0': '' }, '{value} unlocked'),
      named('numOffline', { '0': '' }, '{value} offline'),
    ],
    otherwise: 'all closed',
  },
};
