import type { Table } from './en.js';

const ownersFault = {
  text: 'Дзвінки тут зараз не працюють.',
  hint: 'Зв’яжіться з нами в інший спосіб.',
};

const checkConnection = 'Перевірте інтернет і подзвоніть ще раз.';

const connection = { text: 'Не вдалося з’єднатися.', hint: checkConnection };

const again = 'Подзвоніть ще раз трохи згодом.';

const reload = 'Подзвоніть ще раз. Якщо не допоможе, оновіть сторінку.';

const listening = '{name} слухає';

const notHeard = 'Вас не чути';

export const uk: Table = {
  lang: 'uk',
  dir: 'ltr',
  agent: 'ШІ',
  label: 'Голосовий дзвінок: {name}',
  talk: '{name} чекає на дзвінок',
  notice: 'Відповідає ШІ. Увімкнеться ваш мікрофон.',
  start: 'Подзвонити',
  again: 'Подзвонити ще раз',
  end: 'Завершити',
  endCall: 'Завершити дзвінок',
  mute: 'Вимкнути звук',
  unmute: 'Увімкнути мікрофон',
  collapse: 'Згорнути',
  asking: 'Потрібен дозвіл на мікрофон',
  askingHint: 'Якщо браузер запитає, натисніть «Дозволити».',
  connecting: 'З’єднуємо',
  recording: 'Уже можна говорити',
  recordingHint: 'З’єднуємо. Ваші слова не пропадуть.',
  reconnecting: 'Відновлюємо зв’язок',
  reconnectingHint: 'Говоріть далі, нічого не пропаде.',
  connected: 'З’єднано. Можна говорити.',
  listening,
  thinking: '{name} думає',
  connectedText: 'З’єднано. Можна писати.',
  reconnectingTextHint: 'Пишіть далі, нічого не пропаде.',
  typeInstead: 'Краще написати',
  useMicrophone: 'Увімкнути мікрофон',
  typeHere: 'Напишіть повідомлення',
  send: 'Надіслати',
  tooLong: 'Більше в повідомлення не вміститься.',
  text: 'Напишіть своє повідомлення',
  working: 'Шукаємо інформацію',
  workingHint: 'Хвилинку. Ваші слова не пропадуть.',
  speaking: '{name} говорить',
  silencedHint: 'Голос вимкнено.',
  muted: 'Ваш мікрофон вимкнено',
  mutedHint: '{name} вас не чує.',
  ended: 'Дзвінок завершено',
  captions: 'Субтитри',
  readCaptions: 'Озвучувати субтитри',
  you: 'Ви',
  answering: '{name}',
  transcript: 'Текст розмови',
  copy: 'Копіювати',
  copied: 'Скопійовано',
  saveText: 'Зберегти як текст',
  saveCaptions: 'Зберегти як субтитри',
  consent: 'Перш ніж почати',
  agree: 'Погодитися й почати',
  later: 'Не зараз',
  cutOff: 'Ваш дзвінок перервався.',
  goOn: 'Продовжити дзвінок',
  released: 'Тримайте й говоріть',
  letGo: 'Відпустіть, щоб надіслати',
  talkingMutedHint: 'Увімкніть мікрофон і говоріть.',
  devices: 'Налаштування звуку',
  microphone: 'Мікрофон',
  speaker: 'Динамік',
  systemDefault: 'Як у системі',
  volume: 'Гучність',
  muteVoice: 'Вимкнути голос',
  sampleCaller: 'Чи є у вас столик на двох сьогодні ввечері?',
  sampleModel: 'Так, є о сьомій, біля вікна.',
  warnings: {
    silent: { text: 'Мікрофон мовчить', hint: 'Може, його вимкнено?' },
    suspended: { text: notHeard, hint: 'Система призупинила ваш мікрофон.' },
    blocked: { text: notHeard, hint: 'Браузер призупинив звук. Торкніться будь-де.' },
    slow: { text: 'Повільне з’єднання', hint: 'Ваші слова надходять із затримкою.' },
    ending: { text: listening, hint: 'Дзвінок завершиться менш ніж за хвилину.' },
    quiet: { text: 'Ви ще тут?', hint: 'Скажіть щось, інакше дзвінок завершиться.' },
    substituted: { text: listening, hint: 'Вибраний мікрофон недоступний.' },
  },
  errors: {
    'insecure-context': {
      text: 'Ця сторінка не захищена.',
      hint: 'Відкрийте її через https і подзвоніть ще раз.',
    },
    unsupported: {
      text: 'Цей браузер не підтримує дзвінки.',
      hint: 'Скористайтеся новою версією Chrome, Edge, Firefox або Safari.',
    },
    'mic-denied': {
      text: 'Ваш мікрофон заблоковано.',
      hint: 'Дозвольте його в налаштуваннях сайту й подзвоніть ще раз.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'Доступ до мікрофона не надано.',
      hint: 'Подзвоніть ще раз й натисніть «Дозволити».',
    },
    'no-mic': {
      text: 'Мікрофон не знайдено.',
      hint: 'Під’єднайте мікрофон і подзвоніть ще раз.',
    },
    'mic-busy': {
      text: 'Мікрофон зайнятий.',
      hint: 'Закрийте програму, яка його використовує, і подзвоніть ще раз.',
    },
    'mic-lost': {
      text: 'Мікрофон перестав працювати.',
      hint: 'Перевірте, чи його під’єднано, і подзвоніть ще раз.',
    },
    'no-speaker': {
      text: 'Динамік не знайдено.',
      hint: 'Під’єднайте динамік і подзвоніть ще раз.',
    },
    'audio-blocked': { text: 'Звук не ввімкнувся.', hint: 'Натисніть кнопку дзвінка ще раз.' },
    'audio-failed': { text: 'Звук перестав працювати.', hint: reload },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': {
      text: 'Час цього дзвінка вичерпано.',
      hint: 'Подзвоніть ще раз.',
    },
    'token-rate-limited': {
      text: 'Зараз забагато дзвінків.',
      hint: 'Зачекайте трохи й подзвоніть ще раз.',
    },
    'token-unavailable': {
      text: 'Дзвінки зараз не працюють.',
      hint: 'Подзвоніть ще раз за кілька хвилин.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'Дзвінок відхилено.', hint: again },
    'session-failed': { text: 'Дзвінок перервався.', hint: again },
    'session-lost': { text: 'Зв’язок утрачено.', hint: checkConnection },
    'call-elsewhere': {
      text: 'Уже триває інший дзвінок.',
      hint: 'Завершіть його й подзвоніть ще раз.',
    },
    internal: { text: 'Щось пішло не так.', hint: reload },
  },
};
