import type { ArticleText } from './article-text.ts';

export const WATCH_ARTICLES: readonly ArticleText[] = [
  {
    productId: 'p003',
    title: 'VitaFit Watch: questions and answers',
    category: 'faq',
    sections: [
      [
        'Which phones does it work with?',
        'Phones with Android 10 or later and iPhones with iOS 15 or later, through the VitaFit app. It does not work with tablets. One watch can be linked to one phone at a time.',
      ],
      [
        'Can I swim with it?',
        'Yes. The VitaFit Watch is resistant to 5 ATM, which is enough for pool and sea. Switch the water lock on before you swim. It is not made for diving, hot tubs or saunas.',
      ],
      [
        'Does it have GPS of its own?',
        'No. It uses the GPS of the phone, so take the phone along if you want a map of your run. The TrackMaster Watch has GPS built in.',
      ],
    ],
  },
  {
    productId: 'p003',
    title: 'VitaFit Watch: set-up guide',
    category: 'set-up',
    sections: [
      [
        'Linking the watch to the phone',
        '1. Charge the watch to at least 30 percent. 2. Install the VitaFit app and create a profile. 3. In the app choose Add watch and scan the code that the watch shows. Do not pair it in the Bluetooth settings of the phone: the app does that. 4. Allow notifications and background activity when the phone asks.',
      ],
      [
        'Getting good heart-rate readings',
        'Wear the watch one finger above the wrist bone, tight enough that it does not slide. Clean the sensor once a week. Tattoos and very cold skin can make readings fail; warm up for five minutes before a workout.',
      ],
    ],
  },
  {
    productId: 'p003',
    title: 'VitaFit Watch: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Watch is not syncing with the phone',
        '1. Check that Bluetooth is on and that the app may run in the background; battery savers of phones often stop it. 2. Pull down in the app to start a sync by hand. 3. Restart phone and watch. 4. If the watch was paired in the Bluetooth settings of the phone, remove it there and add it again in the app. 5. As the last step reset the watch under Settings, System, Reset. Data that were not yet synced, at most seven days, are lost.',
      ],
      [
        'Heart rate drops out during sports',
        'Readings with gaps come from a loose strap in nine of ten cases: tighten it by one hole. Install firmware 2.4, which fixes drop-outs in interval training. If the green light of the sensor stays dark, the sensor is defective and is covered by the warranty.',
      ],
      [
        'Battery lasts less than two days',
        'Switch the always-on display off, set the stress measurement to hourly and install firmware 2.4 (version 2.3 kept the sensor on at night). A watch that lasts less than three days with these settings has a weak battery: ask us for a warranty claim.',
      ],
    ],
  },
  {
    productId: 'p004',
    title: 'TrackMaster Watch: questions and answers',
    category: 'faq',
    sections: [
      [
        'How long does it record with GPS?',
        'Twenty hours with dual-band GPS, 38 hours in saver mode. As an everyday watch it runs for fourteen days on a charge. A full charge takes 90 minutes.',
      ],
      [
        'Can I load maps and routes?',
        'Yes. Regions are downloaded over Wi-Fi in the TrackMaster app, about 300 to 900 MB each; the watch holds 16 GB. Routes in GPX format can be sent from the phone.',
      ],
      [
        'Can I dive with it?',
        'It is resistant to 10 ATM and fine for swimming and snorkelling. It is not a diving watch: it shows no depth and no decompression times.',
      ],
    ],
  },
  {
    productId: 'p004',
    title: 'TrackMaster Watch: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Put the watch on its charger: it switches on. 2. Choose the language, then scan the code with the TrackMaster app. 3. Enter age, weight and maximum heart rate so that training zones are right. 4. Leave it on the charger until the first update is installed, about fifteen minutes.',
      ],
      [
        'Before the first run',
        'Stand in the open for two minutes until the GPS icon is green: the first fix takes longest because the watch loads satellite data. Calibrate the compass by drawing an eight in the air, and choose the screens you want under Activities.',
      ],
    ],
  },
  {
    productId: 'p004',
    title: 'TrackMaster Watch: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'GPS takes long or draws a wrong track',
        '1. Sync with the app before you leave: fresh satellite data are valid for seven days. 2. Wait for the green icon under open sky. 3. Choose dual-band under Settings, Location. 4. Install firmware 5.2 or later, which fixes shifted tracks in cities. 5. If it takes more than five minutes in the open after all of this, the antenna is faulty: ask us for a warranty claim.',
      ],
      [
        'Watch is not syncing',
        '1. Keep the app open next to the watch for one minute. 2. Switch flight mode of the watch on and off. 3. In the app choose Device, Forget, and add the watch again; recorded activities stay on the watch. 4. Check that the phone has 500 MB of free storage, otherwise the app stops without a message.',
      ],
      [
        'Maps do not download',
        'Maps come over Wi-Fi only, in the 2.4 GHz band, while the watch is on its charger. Choose a network with a password but without a log-in page. If a download stops at 99 percent, delete the region and load it again with firmware 5.1 or later.',
      ],
    ],
  },
];
