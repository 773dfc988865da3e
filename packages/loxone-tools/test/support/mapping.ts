/** A function that people know from another program, and where ours has it. */
export type Place =
  | {
      readonly name: string;
      readonly tool: string;
      readonly args: Readonly<Record<string, unknown>>;
    }
  /** A program of ours does it, not a tool: it is about this server, not about the house. */
  | { readonly name: string; readonly command: string }
  /** It is left out, and why. */
  | { readonly name: string; readonly leftOut: string };

const ROOM = [{ room: 'Kitchen', all: true }];
const ALL = [{ all: true }];
const of = (family: string) => [{ family, all: true }];

/** The 27 tools of avrabe/mcp-loxone, with each of their actions that does something else. */
export const MCP_LOXONE: readonly Place[] = [
  {
    name: 'control_lights on',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'on' },
  },
  {
    name: 'control_lights off room',
    tool: 'loxone_control_lights',
    args: { targets: ROOM, action: 'off' },
  },
  {
    name: 'control_lights dim',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'darker' },
  },
  {
    name: 'control_lights bright',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'brightness', brightness: 100 },
  },
  {
    name: 'control_lights off system',
    tool: 'loxone_control_lights',
    args: { targets: ALL, action: 'off' },
  },
  { name: 'get_lights_status', tool: 'loxone_get_state', args: { targets: of('lights') } },
  {
    name: 'set_temperature',
    tool: 'loxone_set_climate',
    args: { targets: ROOM, action: 'temperature', temperature: 21.5 },
  },
  {
    name: 'set_temperature mode heat',
    tool: 'loxone_set_climate',
    args: { targets: ROOM, action: 'mode', mode: 'heating' },
  },
  { name: 'get_climate_status', tool: 'loxone_get_state', args: { targets: of('climate') } },
  {
    name: 'control_blinds up',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'open' },
  },
  {
    name: 'control_blinds down',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'close' },
  },
  {
    name: 'control_blinds stop',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'stop' },
  },
  {
    name: 'control_blinds shade',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'shade' },
  },
  {
    name: 'control_blinds position',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'position', position: 40 },
  },
  { name: 'get_blinds_status', tool: 'loxone_get_state', args: { targets: of('covers') } },
  { name: 'list_rooms', tool: 'loxone_overview', args: {} },
  { name: 'list_devices', tool: 'loxone_search', args: { limit: 100 } },
  { name: 'list_devices room', tool: 'loxone_search', args: { room: 'Kitchen' } },
  { name: 'get_device_info', tool: 'loxone_describe_control', args: { targets: ['Lamp'] } },
  { name: 'get_server_status', tool: 'loxone_diagnostics', args: { section: 'connection' } },
  {
    name: 'control_audio_zone play',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'play' },
  },
  {
    name: 'control_audio_zone pause',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'pause' },
  },
  {
    name: 'control_audio_zone stop',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'stop' },
  },
  {
    name: 'control_audio_zone next',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'next' },
  },
  {
    name: 'control_audio_zone previous',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'previous' },
  },
  {
    name: 'control_audio_zone mute',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'mute' },
  },
  {
    name: 'control_audio_zone unmute',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'unmute' },
  },
  {
    name: 'set_audio_volume',
    tool: 'loxone_control_media',
    args: { targets: ['Kitchen'], action: 'volume', volume: 30 },
  },
  { name: 'get_audio_status', tool: 'loxone_get_state', args: { targets: of('media') } },
  { name: 'get_sensor_readings', tool: 'loxone_get_state', args: { targets: of('sensors') } },
  {
    name: 'get_door_window_status',
    tool: 'loxone_search',
    args: { query: 'window door', family: 'sensors' },
  },
  {
    name: 'get_motion_status',
    tool: 'loxone_search',
    args: { query: 'presence', family: 'sensors' },
  },
  { name: 'get_weather', tool: 'loxone_weather', args: { detail: 'now' } },
  { name: 'get_energy_status', tool: 'loxone_energy', args: { period: 'now' } },
  {
    name: 'control_ev_charging start',
    tool: 'loxone_control_device',
    args: { targets: ['Wallbox'], command: 'allow', args: { state: 'on' } },
  },
  {
    name: 'control_ev_charging stop',
    tool: 'loxone_control_device',
    args: { targets: ['Wallbox'], command: 'allow', args: { state: 'off' } },
  },
  {
    name: 'control_ev_charging limit',
    tool: 'loxone_control_device',
    args: { targets: ['Wallbox'], command: 'set-manual-limit', args: { power: 7.4 } },
  },
  { name: 'get_security_status', tool: 'loxone_get_state', args: { targets: of('security') } },
  {
    name: 'set_security_mode arm_away',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'arm' },
  },
  {
    name: 'set_security_mode arm_home',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'arm', args: { motion: 'without' } },
  },
  {
    name: 'set_security_mode disarm',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'disarm' },
  },
  {
    name: 'control_door_lock lock',
    tool: 'loxone_control_access',
    args: { targets: ['Gate'], command: 'close' },
  },
  {
    name: 'control_door_lock unlock',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'unlock' },
  },
  { name: 'get_camera_status', tool: 'loxone_get_state', args: { targets: of('access') } },
  {
    name: 'control_intercom answer',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'answer' },
  },
  {
    name: 'control_intercom open',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'open' },
  },
  {
    name: 'control_intercom mute',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'set-mute', args: { state: 'on' } },
  },
  {
    name: 'control_intercom talk',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'speak-answer', args: { answer: 0 } },
  },
  {
    name: 'control_intercom hangup',
    leftOut: 'a Miniserver ends the ringing with answer; there is no call to end',
  },
  {
    name: 'get_intercom_history',
    tool: 'loxone_events',
    args: { family: 'access', include: ['logs'] },
  },
  {
    name: 'activate_scene',
    tool: 'loxone_activate_scene',
    args: { scene: 'Evening', room: 'Kitchen' },
  },
  { name: 'list_scenes', tool: 'loxone_describe_control', args: { targets: of('lights') } },
];

/** Names of the tools of avrabe/mcp-loxone. */
export const MCP_LOXONE_TOOLS: readonly string[] = [
  'control_lights',
  'get_lights_status',
  'set_temperature',
  'get_climate_status',
  'control_blinds',
  'get_blinds_status',
  'list_rooms',
  'list_devices',
  'get_device_info',
  'get_server_status',
  'control_audio_zone',
  'set_audio_volume',
  'get_audio_status',
  'get_sensor_readings',
  'get_door_window_status',
  'get_motion_status',
  'get_weather',
  'get_energy_status',
  'control_ev_charging',
  'get_security_status',
  'set_security_mode',
  'control_door_lock',
  'get_camera_status',
  'control_intercom',
  'get_intercom_history',
  'activate_scene',
  'list_scenes',
];

/** The commands of discostu105/lox. */
export const LOX: readonly Place[] = [
  { name: 'ls', tool: 'loxone_search', args: { limit: 100 } },
  { name: 'ls -t', tool: 'loxone_search', args: { family: 'lights' } },
  { name: 'ls -r', tool: 'loxone_search', args: { room: 'Kitchen' } },
  { name: 'ls -v', tool: 'loxone_get_state', args: { targets: ROOM } },
  { name: 'get', tool: 'loxone_get_state', args: { targets: ['Lamp'], detail: 'all' } },
  { name: 'info', tool: 'loxone_describe_control', args: { targets: ['Lamp'] } },
  { name: 'rooms', tool: 'loxone_overview', args: {} },
  { name: 'categories', tool: 'loxone_overview', args: {} },
  { name: 'globals', tool: 'loxone_overview', args: {} },
  { name: 'modes', tool: 'loxone_overview', args: {} },
  { name: 'extensions', tool: 'loxone_diagnostics', args: { section: 'devices' } },
  {
    name: 'discover',
    leftOut: 'a server is told which house it serves, by address or serial number',
  },
  { name: 'health', tool: 'loxone_diagnostics', args: { section: 'problems' } },
  { name: 'schema', tool: 'loxone_describe_control', args: { targets: ['Lamp'] } },
  { name: 'on', tool: 'loxone_control_device', args: { targets: ['Socket'], command: 'on' } },
  {
    name: 'off --all-in-room',
    tool: 'loxone_control_device',
    args: { targets: ROOM, command: 'off' },
  },
  { name: 'pulse', tool: 'loxone_control_device', args: { targets: ['Button'], command: 'pulse' } },
  {
    name: 'light mood plus',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'next_mood' },
  },
  {
    name: 'light mood minus',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'previous_mood' },
  },
  {
    name: 'light mood off',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'off' },
  },
  {
    name: 'light mood id',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'mood', mood: 3 },
  },
  { name: 'light moods', tool: 'loxone_describe_control', args: { targets: ['Lamp'] } },
  {
    name: 'light dim',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'brightness', brightness: 30 },
  },
  {
    name: 'light color',
    tool: 'loxone_control_lights',
    args: { targets: ['Lamp'], action: 'color', color: '#ff8800' },
  },
  { name: 'blind up', tool: 'loxone_control_covers', args: { targets: ['Blind'], action: 'up' } },
  {
    name: 'blind down',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'down' },
  },
  {
    name: 'blind stop',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'stop' },
  },
  {
    name: 'blind pos',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'position', position: 50 },
  },
  {
    name: 'blind full-up',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'open' },
  },
  {
    name: 'blind full-down',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'close' },
  },
  {
    name: 'blind shade',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'shade' },
  },
  {
    name: 'blind slats',
    tool: 'loxone_control_covers',
    args: { targets: ['Blind'], action: 'slats', slats: 50 },
  },
  { name: 'gate', tool: 'loxone_control_access', args: { targets: ['Gate'], command: 'open' } },
  {
    name: 'thermostat temp',
    tool: 'loxone_set_climate',
    args: { targets: ROOM, action: 'temperature', temperature: 22 },
  },
  {
    name: 'thermostat mode',
    tool: 'loxone_set_climate',
    args: { targets: ROOM, action: 'mode', mode: 'eco' },
  },
  {
    name: 'thermostat override',
    tool: 'loxone_set_climate',
    args: { targets: ROOM, action: 'temperature', temperature: 23, duration_s: 3600 },
  },
  { name: 'weather', tool: 'loxone_weather', args: {} },
  { name: 'weather --forecast', tool: 'loxone_weather', args: { detail: 'daily' } },
  {
    name: 'alarm arm',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'arm' },
  },
  {
    name: 'alarm arm --no-motion',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'arm', args: { motion: 'without' } },
  },
  {
    name: 'alarm disarm',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'disarm' },
  },
  {
    name: 'alarm quit',
    tool: 'loxone_control_access',
    args: { targets: ['Alarm'], command: 'acknowledge' },
  },
  {
    name: 'door lock',
    tool: 'loxone_control_access',
    args: { targets: ['Gate'], command: 'close' },
  },
  {
    name: 'door unlock',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'unlock' },
  },
  {
    name: 'door open',
    tool: 'loxone_control_access',
    args: { targets: ['Front door'], command: 'open' },
  },
  {
    name: 'lock',
    tool: 'loxone_admin',
    args: { action: 'lock', targets: ['Socket'], reason: 'Repair' },
  },
  { name: 'unlock', tool: 'loxone_admin', args: { action: 'unlock', targets: ['Socket'] } },
  { name: 'stats', tool: 'loxone_describe_control', args: { targets: ['Meter'] } },
  {
    name: 'history --month',
    tool: 'loxone_history',
    args: { target: 'Meter', from: 'last month', bucket: 'day' },
  },
  {
    name: 'history --day',
    tool: 'loxone_history',
    args: { target: 'Meter', from: 'yesterday', bucket: 'hour' },
  },
  {
    name: 'if',
    tool: 'loxone_wait_for',
    args: { target: 'Temperature', condition: 'gt', value: 25, timeout_ms: 0 },
  },
  {
    name: 'input set',
    tool: 'loxone_control_device',
    args: { targets: ['Slider'], command: 'set-value', args: { value: 3 } },
  },
  {
    name: 'input pulse',
    tool: 'loxone_control_device',
    args: { targets: ['Button'], command: 'pulse' },
  },
  { name: 'music', tool: 'loxone_control_media', args: { targets: ['Kitchen'], action: 'play' } },
  { name: 'scenes', tool: 'loxone_manage_scenes', args: { action: 'list' } },
  { name: 'scene run', tool: 'loxone_activate_scene', args: { scene: 'movie', kind: 'saved' } },
  {
    name: 'scene file with delay_ms',
    tool: 'loxone_batch',
    args: {
      steps: [
        {
          tool: 'loxone_control_lights',
          args: { targets: ['Lamp'], action: 'off' },
          delay_ms: 500,
        },
      ],
    },
  },
  {
    name: 'autopilot ls',
    leftOut: 'the rules of the Loxone app are not part of the structure file',
  },
  { name: 'config', leftOut: 'the installer keeps the configuration, with the vendor’s program' },
  { name: 'status', tool: 'loxone_diagnostics', args: { section: 'system' } },
  { name: 'status --bus', tool: 'loxone_diagnostics', args: { section: 'devices' } },
  { name: 'time', tool: 'loxone_diagnostics', args: { section: 'system' } },
  { name: 'log', tool: 'loxone_diagnostics', args: { section: 'messages' } },
  { name: 'files', leftOut: 'the files of a Miniserver hold its configuration and its secrets' },
  {
    name: 'send',
    tool: 'loxone_send_command',
    args: { uuid: '0f869a64-0200-0a9b-ffffd4c75dbaf53c', command: 'on' },
  },
  {
    name: 'send --secured',
    tool: 'loxone_control_device',
    args: { targets: ['Safe lamp'], command: 'on' },
  },
  { name: 'watch', tool: 'loxone_wait_for', args: { target: 'Lamp' } },
  { name: 'stream', tool: 'loxone_events', args: { limit: 200 } },
  {
    name: 'otel',
    leftOut: 'the server has metrics of its own; values of the house go to subscribers',
  },
  { name: 'setup', command: 'loxone-mcp-server' },
  { name: 'token', leftOut: 'the server gets, keeps, renews and ends its token by itself' },
  {
    name: 'cache',
    leftOut:
      'there is nothing to refresh: states are pushed, and the structure follows its version',
  },
  { name: 'ctx', leftOut: 'one server serves one house; several run beside each other' },
  { name: 'alias', leftOut: 'names are found in any spelling, and synonyms are known' },
  { name: 'update', leftOut: 'the installer updates a Miniserver' },
  { name: 'reboot', tool: 'loxone_admin', args: { action: 'reboot' } },
  {
    name: 'completions',
    leftOut: 'shells are not completed; clients complete names through the protocol',
  },
];
