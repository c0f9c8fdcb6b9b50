import type { Table } from './en.js';

const ownersFault = {
  text: 'Anrufe sind hier gerade nicht möglich.',
  hint: 'Bitte melden Sie sich auf anderem Weg.',
};

const connection = {
  text: 'Keine Verbindung.',
  hint: 'Prüfen Sie Ihre Verbindung und rufen Sie wieder an.',
};

const again = 'Rufen Sie gleich noch einmal an.';

export const de: Table = {
  lang: 'de',
  dir: 'ltr',
  agent: 'die KI',
  label: 'Anruf: {name}',
  talk: '{name} anrufen',
  notice: 'Eine KI antwortet. Ihr Mikrofon geht an.',
  start: 'Anrufen',
  again: 'Neu anrufen',
  end: 'Auflegen',
  endCall: 'Auflegen',
  mute: 'Stummschalten',
  unmute: 'Mikrofon an',
  collapse: 'Verkleinern',
  asking: 'Warten auf Ihr Mikrofon',
  askingHint: 'Wählen Sie „Zulassen“, wenn der Browser fragt.',
  connecting: 'Wird verbunden',
  recording: 'Sie können schon sprechen',
  recordingHint: 'Wird verbunden. Was Sie sagen, bleibt erhalten.',
  reconnecting: 'Wird neu verbunden',
  reconnectingHint: 'Sprechen Sie weiter, nichts fehlt.',
  connected: 'Verbunden. Sie können sprechen.',
  listening: '{name} hört zu',
  thinking: '{name} denkt nach',
  working: 'Wird nachgesehen',
  workingHint: 'Einen Moment. Was Sie sagen, bleibt erhalten.',
  speaking: '{name} spricht',
  silencedHint: 'Die Stimme ist abgeschaltet.',
  muted: 'Sie sind stumm',
  mutedHint: '{name} hört Sie nicht.',
  ended: 'Anruf beendet',
  warnings: {
    silent: { text: 'Ihr Mikrofon ist stumm', hint: 'Ist es ausgeschaltet?' },
    suspended: { text: 'Sie werden nicht gehört', hint: 'Das System hält Ihr Mikrofon an.' },
    blocked: {
      text: 'Sie werden nicht gehört',
      hint: 'Ihr Browser hält den Ton an. Tippen Sie irgendwo.',
    },
    slow: { text: 'Langsame Verbindung', hint: 'Was Sie sagen, kommt spät an.' },
    ending: { text: '{name} hört zu', hint: 'Der Anruf endet in einer Minute.' },
    quiet: { text: 'Sind Sie noch da?', hint: 'Sagen Sie etwas, sonst endet der Anruf.' },
    substituted: { text: '{name} hört zu', hint: 'Das gewählte Mikrofon ist nicht da.' },
  },
  errors: {
    'insecure-context': {
      text: 'Diese Seite ist nicht sicher.',
      hint: 'Öffnen Sie sie über https und rufen Sie wieder an.',
    },
    unsupported: {
      text: 'Dieser Browser kann nicht anrufen.',
      hint: 'Nutzen Sie ein aktuelles Chrome, Edge, Firefox oder Safari.',
    },
    'mic-denied': {
      text: 'Ihr Mikrofon ist gesperrt.',
      hint: 'Erlauben Sie es für diese Seite und rufen Sie wieder an.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'Das Mikrofon wurde nicht erlaubt.',
      hint: 'Rufen Sie wieder an und lassen Sie es zu.',
    },
    'no-mic': { text: 'Kein Mikrofon gefunden.', hint: 'Schließen Sie eines an.' },
    'mic-busy': {
      text: 'Das Mikrofon ist belegt.',
      hint: 'Schließen Sie, was es sonst benutzt, und rufen Sie wieder an.',
    },
    'mic-lost': {
      text: 'Ihr Mikrofon ist ausgefallen.',
      hint: 'Prüfen Sie den Anschluss und rufen Sie wieder an.',
    },
    'no-speaker': { text: 'Kein Lautsprecher gefunden.', hint: 'Schließen Sie einen an.' },
    'audio-blocked': {
      text: 'Der Ton ging nicht an.',
      hint: 'Tippen Sie noch einmal auf Anrufen.',
    },
    'audio-failed': {
      text: 'Der Ton ist ausgefallen.',
      hint: 'Rufen Sie wieder an, oder laden Sie die Seite neu.',
    },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'token-rate-limited': {
      text: 'Gerade zu viele Anrufe.',
      hint: 'Warten Sie kurz und rufen Sie wieder an.',
    },
    'token-unavailable': {
      text: 'Anrufe sind gerade nicht möglich.',
      hint: 'Rufen Sie in ein paar Minuten wieder an.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'Der Anruf wurde abgelehnt.', hint: again },
    'session-failed': { text: 'Der Anruf brach ab.', hint: again },
    'session-lost': {
      text: 'Die Verbindung ist weg.',
      hint: 'Prüfen Sie Ihre Verbindung und rufen Sie wieder an.',
    },
    'call-elsewhere': {
      text: 'Ein anderer Anruf läuft.',
      hint: 'Beenden Sie ihn und rufen Sie wieder an.',
    },
    internal: {
      text: 'Etwas ging schief.',
      hint: 'Rufen Sie wieder an, oder laden Sie die Seite neu.',
    },
  },
};
