import type { Table } from './en.js';

const ownersFault = {
  text: 'Burada şu anda görüşme yapılamıyor.',
  hint: 'Bize başka bir yoldan ulaşın.',
};

const checkConnection = 'Bağlantınızı kontrol edip tekrar arayın.';

const connection = { text: 'Bağlantı kurulamadı.', hint: checkConnection };

const again = 'Birazdan tekrar arayın.';

const reload = 'Tekrar arayın. Yine olmazsa sayfayı yenileyin.';

const listening = '{name} dinliyor';

const notHeard = 'Sesiniz gelmiyor';

export const tr: Table = {
  lang: 'tr',
  dir: 'ltr',
  agent: 'yapay zekâ',
  label: '{name} ile sesli görüşme',
  talk: '{name} ile konuşun',
  notice: 'Size yapay zekâ yanıt verecek. Mikrofonunuz açılacak.',
  start: 'Hemen ara',
  again: 'Tekrar ara',
  end: 'Bitir',
  endCall: 'Görüşmeyi bitir',
  mute: 'Mikrofonu kapat',
  unmute: 'Mikrofonu aç',
  collapse: 'Küçült',
  asking: 'Mikrofon izni bekleniyor',
  askingHint: 'Tarayıcınız sorarsa “İzin ver” seçeneğini seçin.',
  connecting: 'Bağlanıyor',
  recording: 'Şimdiden konuşabilirsiniz',
  recordingHint: 'Bağlanıyor. Söyledikleriniz kaybolmaz.',
  reconnecting: 'Yeniden bağlanıyor',
  reconnectingHint: 'Devam edin, söyledikleriniz kaybolmaz.',
  connected: 'Bağlandı. Konuşabilirsiniz.',
  listening,
  thinking: '{name} düşünüyor',
  connectedText: 'Bağlandı. Yazabilirsiniz.',
  reconnectingTextHint: 'Devam edin, yazdıklarınız kaybolmaz.',
  typeInstead: 'Yazmak istiyorum',
  useMicrophone: 'Mikrofonu kullan',
  typeHere: 'Mesaj yazın',
  send: 'Gönder',
  tooLong: 'Mesaja daha fazlası sığmıyor.',
  text: 'Mesajınızı yazın',
  working: 'Kontrol ediliyor',
  workingHint: 'Bir saniye. Söyledikleriniz kaybolmaz.',
  speaking: '{name} konuşuyor',
  silencedHint: 'Sesi şu an kapalı.',
  muted: 'Mikrofonunuz kapalı',
  mutedHint: '{name} sizi duymuyor.',
  ended: 'Görüşme bitti',
  captions: 'Altyazılar',
  readCaptions: 'Altyazıları sesli oku',
  you: 'Siz',
  answering: '{name}',
  transcript: 'Görüşme metni',
  copy: 'Kopyala',
  copied: 'Kopyalandı',
  saveText: 'Metin olarak kaydet',
  saveCaptions: 'Altyazı olarak kaydet',
  consent: 'Başlamadan önce',
  agree: 'Kabul et ve başla',
  later: 'Şimdi değil',
  cutOff: 'Görüşmeniz kesildi.',
  goOn: 'Görüşmeye dön',
  released: 'Basılı tut ve konuş',
  letGo: 'Göndermek için bırak',
  talkingMutedHint: 'Duyulmak için mikrofonu açın.',
  devices: 'Ses ayarları',
  microphone: 'Mikrofon',
  speaker: 'Hoparlör',
  systemDefault: 'Sistem varsayılanı',
  volume: 'Ses düzeyi',
  muteVoice: 'Sesi kapat',
  sampleCaller: 'Bu akşam iki kişilik yeriniz var mı?',
  sampleModel: 'Evet, saat yedide cam kenarında bir masamız var.',
  warnings: {
    silent: { text: 'Mikrofonunuzdan ses gelmiyor', hint: 'Kapalı olabilir mi?' },
    suspended: { text: notHeard, hint: 'Sistem mikrofonunuzu duraklattı.' },
    blocked: {
      text: notHeard,
      hint: 'Tarayıcınız sesi durdurdu. Herhangi bir yere dokunun.',
    },
    slow: { text: 'Bağlantı yavaş', hint: 'Söyledikleriniz geç ulaşıyor.' },
    ending: { text: listening, hint: 'Görüşme bir dakika içinde bitecek.' },
    quiet: { text: 'Hâlâ orada mısınız?', hint: 'Bir şey söyleyin, yoksa görüşme bitecek.' },
    substituted: { text: listening, hint: 'Seçilen mikrofon bulunamadı.' },
  },
  errors: {
    'insecure-context': {
      text: 'Bu sayfa güvenli değil.',
      hint: 'Sayfayı https ile açıp tekrar arayın.',
    },
    unsupported: {
      text: 'Bu tarayıcıyla görüşme yapılamıyor.',
      hint: 'Güncel bir Chrome, Edge, Firefox veya Safari kullanın.',
    },
    'mic-denied': {
      text: 'Mikrofonunuz engellenmiş.',
      hint: 'Site ayarlarından izin verip tekrar arayın.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'Mikrofona izin verilmedi.',
      hint: 'Tekrar arayıp “İzin ver” seçeneğini seçin.',
    },
    'no-mic': { text: 'Mikrofon bulunamadı.', hint: 'Bir mikrofon bağlayıp tekrar arayın.' },
    'mic-busy': {
      text: 'Mikrofon başka yerde kullanılıyor.',
      hint: 'Onu kullanan uygulamayı kapatıp tekrar arayın.',
    },
    'mic-lost': {
      text: 'Mikrofonunuz durdu.',
      hint: 'Bağlı olduğundan emin olup tekrar arayın.',
    },
    'no-speaker': { text: 'Hoparlör bulunamadı.', hint: 'Bir hoparlör bağlayıp tekrar arayın.' },
    'audio-blocked': { text: 'Ses başlatılamadı.', hint: 'Görüşme düğmesine tekrar basın.' },
    'audio-failed': { text: 'Ses kesildi.', hint: reload },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': { text: 'Bu görüşmenin süresi doldu.', hint: 'Devam etmek için tekrar arayın.' },
    'token-rate-limited': {
      text: 'Şu anda çok fazla görüşme var.',
      hint: 'Biraz bekleyip tekrar arayın.',
    },
    'token-unavailable': {
      text: 'Şu anda görüşme yapılamıyor.',
      hint: 'Birkaç dakika sonra tekrar arayın.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'Görüşme reddedildi.', hint: again },
    'session-failed': { text: 'Görüşme kesildi.', hint: again },
    'session-lost': { text: 'Bağlantı koptu.', hint: checkConnection },
    'call-elsewhere': {
      text: 'Başka bir görüşme sürüyor.',
      hint: 'O görüşmeyi bitirip tekrar arayın.',
    },
    internal: { text: 'Bir sorun oluştu.', hint: reload },
  },
};
