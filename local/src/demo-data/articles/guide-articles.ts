import type { ArticleText } from './article-text.ts';

/** A guide is walked one step at a time: each section is one step, in order. The last one says what a failure means. */
function guide(productId: string, title: string, ...steps: readonly (readonly [string, string])[]): ArticleText {
  return { productId, title, category: 'guide', sections: steps };
}

export const GUIDE_ARTICLES: readonly ArticleText[] = [
  guide(
    'p001',
    'ZenSound Headphones: guide, headphones do not connect',
    [
      'Charge them first',
      'Charge the headphones until the red light goes out: below 10 percent of battery the radio stays off.',
    ],
    [
      'Forget the old pairing',
      'On the phone, remove "ZenSound" from the Bluetooth list, then switch Bluetooth off and on again.',
    ],
    [
      'Start pairing',
      'Hold the power button for five seconds until the light blinks blue and white, then choose "ZenSound" in the list.',
    ],
    [
      'Reset the headphones',
      'Hold power and volume-down together for ten seconds until the light turns red twice, and pair once more.',
    ],
    [
      'Try a second phone',
      'Pair them with another phone. If they connect there, the first phone is the cause; if not, the radio of the headphones is faulty.',
    ],
  ),
  guide(
    'p002',
    'SoundSphere Pro Headphones: guide, headphones do not connect',
    [
      'Clean up the connections',
      'Open the SoundSphere app, Connections, and remove every device that you no longer use with the headphones.',
    ],
    [
      'Free them from the other device',
      'Switch Bluetooth off on the device that keeps taking the connection, such as a laptop in the next room.',
    ],
    [
      'Pair anew',
      'Hold the Bluetooth button for three seconds until you hear "pairing", and choose "SoundSphere Pro" on the phone.',
    ],
    [
      'Clear all pairings',
      'Hold both volume buttons for ten seconds. All pairings are gone then: pair the phone again as if they were new.',
    ],
  ),
  guide(
    'p003',
    'VitaFit Watch: guide, watch is not syncing',
    [
      'Let the app run',
      'Check that Bluetooth is on and that the VitaFit app may run in the background: battery savers of phones often stop it.',
    ],
    [
      'Sync by hand',
      'Open the app next to the watch and pull the first page down. The circle turns while the watch is syncing.',
    ],
    ['Restart both', 'Restart the phone, then the watch under Settings, System, Restart, and open the app once more.'],
    [
      'Link the watch again',
      'Remove the watch in the app and, if it is listed there, in the Bluetooth settings of the phone; add it again in the app.',
    ],
    [
      'Reset the watch',
      'Reset it under Settings, System, Reset. Data that were not yet synced, at most seven days, are lost by this step.',
    ],
  ),
  guide(
    'p004',
    'TrackMaster Watch: guide, GPS takes long or is wrong',
    [
      'Load fresh satellite data',
      'Sync the watch with the app before you leave the house: satellite data are valid for seven days.',
    ],
    [
      'Wait for the green icon',
      'Stand under open sky, away from tall houses, until the GPS icon is green. The first fix may take two minutes.',
    ],
    [
      'Choose dual-band',
      'Open Settings, Location, and choose dual-band. The saver mode draws corners where there are none.',
    ],
    [
      'Update the firmware',
      'Install firmware 5.2 or later in the app: it fixes tracks that are shifted between high buildings.',
    ],
  ),
  guide(
    'p005',
    'SonicWave Speaker: guide, no sound although connected',
    [
      'Raise both volumes',
      'Raise the volume on the phone and on the speaker with its plus button: the two are independent of each other.',
    ],
    [
      'Switch media audio on',
      'In the Bluetooth settings of the phone open SonicWave and make sure that "media audio" is switched on.',
    ],
    [
      'Look for another device',
      'Switch Bluetooth off on tablets and computers near by that may hold the connection to the speaker.',
    ],
    [
      'Reset the speaker',
      'Hold power and minus for eight seconds until the light blinks three times, then pair it again.',
    ],
    [
      'Listen for the start tone',
      'Switch the speaker off and on. If you cannot hear its start tone, the driver is defective.',
    ],
  ),
  guide(
    'p006',
    'ThunderBolt Speaker: guide, speaker has no sound',
    [
      'Choose the right input',
      'Look at the light next to the input button: green is aux, blue is Bluetooth. Press it until it is blue.',
    ],
    ['Turn the volume up', 'Turn the volume up on the phone and with the big knob of the speaker, and start a song.'],
    ['Pull out every plug', 'Pull out any plug in the aux socket, also one without a cable: it mutes Bluetooth.'],
    [
      'Restart the amplifier',
      'Hold power for fifteen seconds. The lights go out; switch it on again and wait for the start tone.',
    ],
  ),
  guide(
    'p007',
    'ProMax Computer: guide, computer overheats',
    [
      'Give it air',
      'Put the computer on a hard, flat surface. It breathes from below, so a bed or a cushion shuts its air off.',
    ],
    ['Find the busy program', 'Open the task manager and close the program that uses the processor all the time.'],
    [
      'Clean the vents',
      'Shut the computer down, unplug it, and blow dust out of both vents with short bursts of compressed air.',
    ],
    [
      'Update the firmware',
      'In ProMax Control install firmware 1.12 or later, which corrects the fan curve, and choose the profile Balanced.',
    ],
    [
      'Measure when idle',
      'Leave it alone for ten minutes and look at the temperature in ProMax Control. More than 95 degrees when idle is a defect.',
    ],
  ),
  guide(
    'p008',
    'UltraBook Pro: guide, computer gets too warm',
    [
      'Put it on a stand',
      'Put the computer on a table or a stand: it has no fan and gives its heat off through the bottom.',
    ],
    [
      'Choose the quiet profile',
      'Choose Quiet in UltraBook Assistant, which limits the processor to 12 watts, and wait for ten minutes.',
    ],
    [
      'Install the update',
      'Install firmware 2.6 in UltraBook Assistant, then restart the computer with the adapter unplugged.',
    ],
  ),
  guide(
    'p009',
    'GigaBook Gaming: guide, computer overheats in games',
    ['Lift the rear edge', 'Lift the rear edge by two centimetres, or use a stand, so that the three vents are free.'],
    ['Choose Performance', 'Choose Performance in GigaBook Center: the profile Silent slows the fans down in games.'],
    ['Clean the vents', 'Shut it down and clean the three vents with a soft brush. Do this every three months.'],
    [
      'Limit the frames',
      'Limit the frame rate to 120 in the graphics driver. Up to 90 degrees under load are normal after that.',
    ],
  ),
  guide(
    'p010',
    'FlexTab: guide, keyboard is not detected',
    [
      'Clean the contacts',
      'Take the keyboard off and clean its seven gold contacts and those of the tablet with a dry cloth.',
    ],
    [
      'Click it on',
      'Hold the keyboard to the edge until you hear the magnet click; a case between them keeps them apart.',
    ],
    ['Restart with the keyboard', 'Restart the tablet while the keyboard is attached: hold power and choose Restart.'],
    [
      'Install the update',
      'Install system update 3.3, which improves the detection. A keyboard that is dead after that has defective contacts.',
    ],
  ),
  guide(
    'p011',
    'Nova 5G: guide, phone battery drains fast',
    ['Stop the hungry app', 'Open Settings, Battery, Usage, and stop the app at the top of the list.'],
    ['Install the update', 'Install system update 14.2 or later: version 14.1 kept the modem awake all night.'],
    [
      'Choose 5G automatic',
      'Choose 5G automatic instead of 5G always under Mobile network; searching for 5G costs much power.',
    ],
    [
      'Calm the display',
      'Set the display to automatic refresh and its brightness to automatic, and use the phone for two days.',
    ],
    [
      'Check the battery health',
      'Open Settings, Battery, Health. Less than 80 percent within the first year is covered by the warranty.',
    ],
  ),
  guide(
    'p012',
    'Alpha One 5G: guide, phone battery does not last the day',
    ['Install the update', 'Install update 6.1, which fixes a location service that never went to sleep.'],
    [
      'Switch adaptive battery on',
      'Switch Adaptive battery on under Settings, Battery. It learns for three days what you use.',
    ],
    ['Restrict apps', 'Restrict apps that you rarely use: Settings, Apps, Battery, Restricted.'],
    [
      'Check the battery health',
      'Look at Battery health in the settings; below 80 percent within the first year the battery is replaced.',
    ],
  ),
  guide(
    'p013',
    'Eclipse X: guide, display flickers',
    [
      'Reduce the flicker',
      'Switch on Flicker reduction under Settings, Display. It raises the lowest brightness a little.',
    ],
    [
      'Fix the refresh rate',
      'Set the refresh rate to 120 Hz instead of automatic, and look at a grey picture for a minute.',
    ],
    [
      'Install the update',
      'Install update 3.4, which fixes the flicker below 15 percent of brightness, and restart the phone.',
    ],
    [
      'Look for lines',
      'Look for green or pink lines. Lines, or a flicker that is still there, are a defect of the display.',
    ],
  ),
  guide(
    'p014',
    'Infinity Ultra 5G: guide, stylus is not recognized',
    ['Seat the stylus', 'Push the stylus in until it clicks, and leave it there for one minute to charge and to pair.'],
    ['Restart the phone', 'Restart the phone with the stylus in its place, then take it out and touch the display.'],
    ['Reset the stylus', 'Under Settings, Stylus, choose Reset stylus and push it in once more when the phone asks.'],
    ['Take the case off', 'Take off magnetic cases and holders: they disturb the pen layer of the display.'],
    [
      'Change the tip',
      'Replace the tip with one from the box. A stylus that does not pair after this is replaced under warranty.',
    ],
  ),
];
