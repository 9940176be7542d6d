import type { ArticleText } from './article-text.ts';

export const COMPUTER_ARTICLES: readonly ArticleText[] = [
  {
    productId: 'p007',
    title: 'ProMax Computer: questions and answers',
    category: 'faq',
    sections: [
      [
        'Can I add memory or storage later?',
        'Storage yes: there is a second slot for an M.2 drive of up to 4 TB under the bottom cover, and opening it does not end the warranty. Memory is soldered, so choose 16 GB or 32 GB when you buy.',
      ],
      [
        'How many monitors can I connect?',
        'Two monitors with up to 3840 by 2160 pixels through the Thunderbolt ports, together with the built-in display.',
      ],
      [
        'Which charger does it need?',
        'The 130-watt USB-C adapter in the box. It also charges with any USB-C adapter of at least 65 watts, but slowly, and under full load the battery may then go down although it is plugged in.',
      ],
    ],
  },
  {
    productId: 'p007',
    title: 'ProMax Computer: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Connect the power adapter: the computer leaves its transport mode only when plugged in. 2. Open the lid and press power. 3. Follow the steps on screen and connect to Wi-Fi. 4. Let ProMax Control install firmware and drivers, about twenty minutes and two restarts. 5. Choose the colour profile of your work in ProMax Control.',
      ],
      [
        'Moving your data',
        'Copy from the old computer with an external drive or over the network with ProMax Transfer. Leave both computers plugged in; 100 GB take about 40 minutes over a USB drive.',
      ],
    ],
  },
  {
    productId: 'p007',
    title: 'ProMax Computer: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Computer overheats or its fans are loud',
        '1. Put it on a hard, flat surface: the air comes in from below. 2. Look in the task manager for a program that uses the processor all the time and close it. 3. Blow dust out of both vents with compressed air while the computer is off. 4. In ProMax Control install firmware 1.12 or later, which corrects the fan curve, and choose the profile Balanced. 5. If it still switches off or shows more than 95 degrees when idle, stop using it and ask us for a warranty claim: a heat pipe may be defective.',
      ],
      [
        'Slow start after an update',
        'After a large update the computer builds its index anew for up to an hour. If the start still takes more than a minute the next day, open ProMax Control, Health, and run Quick repair; then switch off programs in the autostart list.',
      ],
      [
        'It does not wake up from sleep',
        'Hold power for twelve seconds, then start it again. Install firmware 1.10 or later and unplug docks without firmware updates: two older dock models keep the computer asleep. The fault is fixed in all units made after March 2026.',
      ],
    ],
  },
  {
    productId: 'p008',
    title: 'UltraBook Pro: questions and answers',
    category: 'faq',
    sections: [
      [
        'How long does the battery last?',
        'Seventeen hours of office work with Wi-Fi, about eleven hours of video calls. It charges to 60 percent in half an hour with the 65-watt adapter.',
      ],
      [
        'Does it have a normal USB port?',
        'No, it has two USB-C ports. An adapter from USB-C to USB-A lies in the box; for HDMI and network use a dock such as the DockHub 9-in-1.',
      ],
      [
        'Can the display be touched and used with a pen?',
        'Touch yes, with ten fingers. A pen is not supported. For handwriting choose the FlexTab.',
      ],
    ],
  },
  {
    productId: 'p008',
    title: 'UltraBook Pro: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Plug it in and open the lid: it starts by itself. 2. Connect to Wi-Fi and sign in. 3. Set up the fingerprint reader in the power button: rest the finger eight times at different angles. 4. Install the updates that UltraBook Assistant lists.',
      ],
      [
        'Making the battery last for years',
        'If the computer is plugged in most of the time, set the charge limit to 80 percent in UltraBook Assistant. Before a trip choose Charge fully once.',
      ],
    ],
  },
  {
    productId: 'p008',
    title: 'UltraBook Pro: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Computer gets hot on the lap',
        'The UltraBook Pro takes air in at the bottom. 1. Do not block it with a blanket: use a table or a stand such as the CoolStand. 2. Choose Quiet in UltraBook Assistant, which limits the processor to 12 watts. 3. Install firmware 2.6. 4. If it is too hot to touch while idle, shut it down and ask us for a warranty claim.',
      ],
      [
        'External monitor stays black on a dock',
        '1. Use the left USB-C port: the right one carries video only after firmware 2.5. 2. Switch the dock off and on. 3. Set the monitor to 60 Hz. 4. Try a cable that is marked for 10 gigabits; charging cables carry no picture.',
      ],
      [
        'Battery drains over night',
        'Network connections stay active in sleep. Switch off "Stay connected in sleep" in UltraBook Assistant. It should then lose less than five percent in a night. More than 15 percent with this setting is a fault of the battery and is covered by the warranty.',
      ],
    ],
  },
  {
    productId: 'p009',
    title: 'GigaBook Gaming: questions and answers',
    category: 'faq',
    sections: [
      [
        'Which games does it run?',
        'Current games run at high settings with 60 to 100 frames a second at 1920 by 1200; competitive shooters reach the 165 frames of the display. The graphics card has 8 GB of memory of its own.',
      ],
      [
        'Can I extend memory?',
        'Yes. There are two memory slots (at most 64 GB) and a free M.2 slot. Extending them does not end the warranty as long as the seal on the cooler stays intact.',
      ],
      [
        'Can I play on battery?',
        'It works, but the graphics card is limited to 45 watts and the battery lasts about an hour and a half. For games use the 240-watt adapter.',
      ],
    ],
  },
  {
    productId: 'p009',
    title: 'GigaBook Gaming: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Use the 240-watt adapter in the rear socket. 2. After the first start let GigaBook Center install the graphics driver. 3. Restart. 4. In GigaBook Center choose Performance when plugged in and Silent on battery.',
      ],
      [
        'Setting the display to 165 Hz',
        'Open the display settings, Advanced, and choose 165 Hz. Switch adaptive sync on in GigaBook Center. External monitors reach 144 Hz through the rear HDMI port.',
      ],
    ],
  },
  {
    productId: 'p009',
    title: 'GigaBook Gaming: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Computer overheats in games',
        '1. Lift the rear edge by two centimetres or use a stand. 2. Choose Performance in GigaBook Center: Silent slows the fans. 3. Clean the three vents every three months. 4. Limit frames to 120 in the driver. 5. Up to 90 degrees under load are normal. If it switches off or stays above 97 degrees, ask us for a warranty claim.',
      ],
      [
        'Low frame rate although plugged in',
        'Look at the adapter: it must be the 240-watt one, since a USB-C charger limits the graphics card. Then choose the dedicated graphics for the game in the driver, and update BIOS to F11, which fixes the drop to 30 frames after sleep.',
      ],
      [
        'Wi-Fi drops during play',
        'Install wireless driver 23.20 or later, switch off power saving for the adapter in the device manager, and use the 5 GHz band. With a network cable the 2.5-gigabit port at the back avoids the problem.',
      ],
    ],
  },
  {
    productId: 'p010',
    title: 'FlexTab: questions and answers',
    category: 'faq',
    sections: [
      [
        'Is the keyboard included?',
        'Yes, the detachable keyboard is in the box. The pen is not; any pen with the Universal Pen 2.0 protocol works.',
      ],
      [
        'Can I extend the storage?',
        'Yes, with a microSD card of up to 1 TB. Programs must stay on the built-in storage.',
      ],
      [
        'When is the FlexTab available again?',
        'It is sold out at the moment. We expect new stock at the end of November 2026. The stock level in the shop is always up to date.',
      ],
    ],
  },
  {
    productId: 'p010',
    title: 'FlexTab: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Charge for one hour. 2. Hold power for three seconds. 3. Connect to Wi-Fi and sign in. 4. Click the keyboard on: it works at once, without pairing. 5. Install the update that is offered, it improves the keyboard contacts.',
      ],
      [
        'Using the pen',
        'Switch the pen on by pressing its end, and touch the display once. Choose under Settings, Pen, whether the hand on the glass is ignored; this is on by default.',
      ],
    ],
  },
  {
    productId: 'p010',
    title: 'FlexTab: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Keyboard is not detected',
        '1. Take the keyboard off and clean the seven gold contacts with a dry cloth. 2. Click it on until you hear the magnet. 3. Restart the tablet with the keyboard attached. 4. Install system update 3.3. 5. If it is not detected by then, the contacts are defective: ask us for a warranty claim for the keyboard only.',
      ],
      [
        'Touch does not react at the edge',
        'Remove screen protectors that are thicker than 0.3 millimetres, then run Settings, Display, Calibrate touch. A strip that stays dead after that is a defect of the display and is covered by the warranty.',
      ],
      [
        'It charges very slowly',
        'Use the 30-watt adapter from the box: a phone charger takes up to nine hours. While it charges, keep it out of the sun; above 40 degrees it stops charging to protect the battery.',
      ],
    ],
  },
];
