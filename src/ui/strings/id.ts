import type { Table } from './en.js';

const ownersFault = {
  text: 'Panggilan sedang tidak tersedia di sini.',
  hint: 'Coba hubungi kami dengan cara lain.',
};

const checkConnection = 'Periksa koneksi Anda, lalu telepon lagi.';

const connection = { text: 'Panggilan gagal tersambung.', hint: checkConnection };

const again = 'Tunggu sebentar, lalu telepon lagi.';

const reload = 'Telepon lagi. Jika masih gagal, muat ulang halaman.';

const listening = '{name} sedang mendengarkan';

const notHeard = 'Suara Anda tidak masuk';

export const id: Table = {
  lang: 'id',
  dir: 'ltr',
  agent: 'AI',
  label: 'Panggilan suara dengan {name}',
  talk: 'Bicara dengan {name}',
  notice: 'AI yang akan menjawab. Mikrofon Anda akan menyala.',
  start: 'Telepon',
  again: 'Telepon lagi',
  end: 'Akhiri',
  endCall: 'Akhiri panggilan',
  mute: 'Matikan mikrofon',
  unmute: 'Nyalakan mikrofon',
  collapse: 'Kecilkan',
  asking: 'Menunggu izin mikrofon',
  askingHint: 'Pilih “Izinkan” jika browser bertanya.',
  connecting: 'Menghubungkan',
  recording: 'Anda sudah bisa bicara',
  recordingHint: 'Menghubungkan. Ucapan Anda tidak akan hilang.',
  reconnecting: 'Menghubungkan kembali',
  reconnectingHint: 'Terus saja bicara, tak ada yang hilang.',
  connected: 'Terhubung. Silakan bicara.',
  listening,
  thinking: '{name} sedang berpikir',
  connectedText: 'Terhubung. Silakan mengetik.',
  reconnectingTextHint: 'Terus saja ketik, tak ada yang hilang.',
  typeInstead: 'Ketik saja',
  useMicrophone: 'Pakai mikrofon',
  typeHere: 'Ketik pesan',
  send: 'Kirim',
  tooLong: 'Pesan sudah mencapai batas.',
  text: 'Ketik pesan Anda',
  working: 'Sedang dicek',
  workingHint: 'Sebentar, ya. Ucapan Anda tidak akan hilang.',
  speaking: '{name} sedang bicara',
  silencedHint: 'Suaranya dimatikan.',
  muted: 'Mikrofon Anda dimatikan',
  mutedHint: '{name} tidak bisa mendengar Anda.',
  ended: 'Panggilan berakhir',
  captions: 'Subtitel',
  readCaptions: 'Bacakan subtitel',
  you: 'Anda',
  answering: '{name}',
  transcript: 'Transkrip',
  copy: 'Salin',
  copied: 'Disalin',
  saveText: 'Simpan sebagai teks',
  saveCaptions: 'Simpan sebagai subtitel',
  consent: 'Sebelum kita bicara',
  agree: 'Setuju dan mulai',
  later: 'Nanti saja',
  cutOff: 'Panggilan Anda terputus.',
  goOn: 'Lanjutkan panggilan',
  released: 'Tahan untuk bicara',
  letGo: 'Lepas untuk mengirim',
  talkingMutedHint: 'Nyalakan mikrofon untuk bicara.',
  devices: 'Setelan suara',
  microphone: 'Mikrofon',
  speaker: 'Speaker',
  systemDefault: 'Default sistem',
  volume: 'Volume',
  muteVoice: 'Matikan suara',
  sampleCaller: 'Malam ini ada meja untuk dua orang?',
  sampleModel: 'Ada, jam tujuh, di dekat jendela.',
  warnings: {
    silent: { text: 'Tidak ada suara dari mikrofon', hint: 'Apakah mikrofonnya mati?' },
    suspended: { text: notHeard, hint: 'Sistem menjeda mikrofon Anda.' },
    blocked: { text: notHeard, hint: 'Browser menahan suara. Ketuk di mana saja.' },
    slow: { text: 'Koneksi lambat', hint: 'Ucapan Anda terlambat sampai.' },
    ending: { text: listening, hint: 'Panggilan berakhir kurang dari satu menit lagi.' },
    quiet: { text: 'Anda masih di sana?', hint: 'Silakan bicara, atau panggilan akan berakhir.' },
    substituted: { text: listening, hint: 'Mikrofon yang dipilih tidak tersedia.' },
  },
  errors: {
    'insecure-context': {
      text: 'Halaman ini tidak aman.',
      hint: 'Buka lewat https, lalu telepon lagi.',
    },
    unsupported: {
      text: 'Browser ini tidak bisa menelepon.',
      hint: 'Gunakan Chrome, Edge, Firefox, atau Safari versi terbaru.',
    },
    'mic-denied': {
      text: 'Mikrofon Anda diblokir.',
      hint: 'Izinkan di setelan situs, lalu telepon lagi.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'Mikrofon belum diizinkan.',
      hint: 'Telepon lagi, lalu pilih “Izinkan”.',
    },
    'no-mic': {
      text: 'Mikrofon tidak ditemukan.',
      hint: 'Sambungkan mikrofon, lalu telepon lagi.',
    },
    'mic-busy': {
      text: 'Mikrofon sedang dipakai.',
      hint: 'Tutup aplikasi yang memakainya, lalu telepon lagi.',
    },
    'mic-lost': {
      text: 'Mikrofon Anda berhenti bekerja.',
      hint: 'Pastikan mikrofon tersambung, lalu telepon lagi.',
    },
    'no-speaker': {
      text: 'Speaker tidak ditemukan.',
      hint: 'Sambungkan speaker, lalu telepon lagi.',
    },
    'audio-blocked': { text: 'Suara gagal diputar.', hint: 'Tekan tombol telepon sekali lagi.' },
    'audio-failed': { text: 'Suara tiba-tiba terhenti.', hint: reload },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': {
      text: 'Waktu panggilan ini sudah habis.',
      hint: 'Telepon lagi untuk melanjutkan.',
    },
    'token-rate-limited': { text: 'Panggilan sedang terlalu banyak.', hint: again },
    'token-unavailable': {
      text: 'Panggilan sedang tidak tersedia.',
      hint: 'Telepon lagi dalam beberapa menit.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'Panggilan ditolak.', hint: again },
    'session-failed': { text: 'Panggilan terputus.', hint: again },
    'session-lost': { text: 'Koneksi terputus.', hint: checkConnection },
    'call-elsewhere': {
      text: 'Masih ada panggilan lain.',
      hint: 'Akhiri panggilan itu, lalu telepon lagi.',
    },
    internal: { text: 'Terjadi kesalahan.', hint: reload },
  },
};
