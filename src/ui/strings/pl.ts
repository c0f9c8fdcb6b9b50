import type { Table } from './en.js';

const ownersFault = {
  text: 'Rozmowy są tu teraz niedostępne.',
  hint: 'Skontaktuj się z nami w inny sposób.',
};

const checkConnection = 'Sprawdź połączenie z internetem i zadzwoń ponownie.';

const connection = { text: 'Nie udało się połączyć.', hint: checkConnection };

const again = 'Zadzwoń ponownie za chwilę.';

const reload = 'Zadzwoń ponownie. Jeśli to nie pomoże, odśwież stronę.';

const listening = '{name} słucha';

const notHeard = 'Nie słychać Cię';

export const pl: Table = {
  lang: 'pl',
  dir: 'ltr',
  agent: 'AI',
  label: 'Rozmowa głosowa: {name}',
  talk: '{name} czeka na rozmowę',
  notice: 'Odpowiada AI. Włączy się Twój mikrofon.',
  start: 'Zadzwoń',
  again: 'Zadzwoń ponownie',
  end: 'Zakończ',
  endCall: 'Zakończ rozmowę',
  mute: 'Wyłącz mikrofon',
  unmute: 'Włącz mikrofon',
  collapse: 'Zminimalizuj',
  asking: 'Potrzebna zgoda na mikrofon',
  askingHint: 'Jeśli przeglądarka zapyta, wybierz „Zezwól”.',
  connecting: 'Łączenie',
  recording: 'Możesz już mówić',
  recordingHint: 'Trwa łączenie. Twoje słowa nie przepadną.',
  reconnecting: 'Ponowne łączenie',
  reconnectingHint: 'Mów dalej, nic nie przepadnie.',
  connected: 'Połączono. Możesz mówić.',
  listening,
  thinking: '{name} myśli',
  connectedText: 'Połączono. Możesz pisać.',
  reconnectingTextHint: 'Pisz dalej, nic nie przepadnie.',
  typeInstead: 'Wolę napisać',
  useMicrophone: 'Użyj mikrofonu',
  typeHere: 'Napisz wiadomość',
  send: 'Wyślij',
  tooLong: 'Więcej nie zmieści się w wiadomości.',
  text: 'Napisz swoją wiadomość',
  working: 'Już sprawdzam',
  workingHint: 'Chwileczkę. Twoje słowa nie przepadną.',
  speaking: '{name} mówi',
  silencedHint: 'Głos jest wyciszony.',
  muted: 'Mikrofon jest wyłączony',
  mutedHint: '{name} Cię nie słyszy.',
  ended: 'Rozmowa zakończona',
  captions: 'Napisy',
  readCaptions: 'Czytaj napisy na głos',
  you: 'Ty',
  answering: '{name}',
  transcript: 'Zapis rozmowy',
  copy: 'Kopiuj',
  copied: 'Skopiowano',
  saveText: 'Zapisz jako tekst',
  saveCaptions: 'Zapisz jako napisy',
  consent: 'Zanim zaczniemy',
  agree: 'Zgoda, zaczynamy',
  later: 'Nie teraz',
  cutOff: 'Rozmowa została przerwana.',
  goOn: 'Wróć do rozmowy',
  released: 'Przytrzymaj i mów',
  letGo: 'Puść, aby wysłać',
  talkingMutedHint: 'Włącz mikrofon, żeby mówić.',
  devices: 'Ustawienia dźwięku',
  microphone: 'Mikrofon',
  speaker: 'Głośnik',
  systemDefault: 'Domyślny w systemie',
  volume: 'Głośność',
  muteVoice: 'Wycisz głos',
  sampleCaller: 'Czy jest wolny stolik dla dwóch osób na dziś wieczór?',
  sampleModel: 'Tak, o dziewiętnastej, przy oknie.',
  warnings: {
    silent: { text: 'Z mikrofonu nic nie słychać', hint: 'Może jest wyłączony?' },
    suspended: { text: notHeard, hint: 'System wstrzymał Twój mikrofon.' },
    blocked: {
      text: notHeard,
      hint: 'Przeglądarka wstrzymuje dźwięk. Kliknij gdziekolwiek.',
    },
    slow: { text: 'Słabe połączenie', hint: 'Twoje słowa docierają z opóźnieniem.' },
    ending: { text: listening, hint: 'Rozmowa skończy się za niecałą minutę.' },
    quiet: { text: 'Jesteś tam jeszcze?', hint: 'Odezwij się, inaczej rozmowa się skończy.' },
    substituted: { text: listening, hint: 'Wybrany mikrofon jest niedostępny.' },
  },
  errors: {
    'insecure-context': {
      text: 'Ta strona nie jest bezpieczna.',
      hint: 'Otwórz ją przez https i zadzwoń ponownie.',
    },
    unsupported: {
      text: 'Ta przeglądarka nie obsługuje rozmów.',
      hint: 'Użyj aktualnej wersji Chrome, Edge, Firefoksa lub Safari.',
    },
    'mic-denied': {
      text: 'Mikrofon jest zablokowany.',
      hint: 'Zezwól na niego w ustawieniach witryny i zadzwoń ponownie.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'Nie zezwolono na użycie mikrofonu.',
      hint: 'Zadzwoń ponownie i wybierz „Zezwól”.',
    },
    'no-mic': { text: 'Nie znaleziono mikrofonu.', hint: 'Podłącz mikrofon i zadzwoń ponownie.' },
    'mic-busy': {
      text: 'Mikrofon jest zajęty.',
      hint: 'Zamknij program, który go używa, i zadzwoń ponownie.',
    },
    'mic-lost': {
      text: 'Mikrofon przestał działać.',
      hint: 'Sprawdź, czy jest podłączony, i zadzwoń ponownie.',
    },
    'no-speaker': { text: 'Nie znaleziono głośnika.', hint: 'Podłącz głośnik i zadzwoń ponownie.' },
    'audio-blocked': {
      text: 'Dźwięk się nie włączył.',
      hint: 'Naciśnij przycisk rozmowy jeszcze raz.',
    },
    'audio-failed': { text: 'Dźwięk przestał działać.', hint: reload },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': {
      text: 'Czas tej rozmowy się skończył.',
      hint: 'Zadzwoń jeszcze raz.',
    },
    'token-rate-limited': {
      text: 'Zbyt wiele rozmów naraz.',
      hint: 'Odczekaj chwilę i zadzwoń ponownie.',
    },
    'token-unavailable': {
      text: 'Rozmowy chwilowo nie działają.',
      hint: 'Zadzwoń ponownie za kilka minut.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'Rozmowa została odrzucona.', hint: again },
    'session-failed': { text: 'Rozmowa została przerwana.', hint: again },
    'session-lost': { text: 'Utracono połączenie.', hint: checkConnection },
    'call-elsewhere': {
      text: 'Trwa już inna rozmowa.',
      hint: 'Zakończ ją i zadzwoń ponownie.',
    },
    internal: { text: 'Coś poszło nie tak.', hint: reload },
  },
};
