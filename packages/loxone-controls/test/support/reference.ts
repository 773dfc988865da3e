/**
 * The vendor's control types as a second pair of eyes has listed them from the protocol reference
 * §5, by name only: type, then states, then example tails of its commands. A number or an id in a
 * tail stands for any. The catalog must know all of it.
 */
export interface ReferenceRow {
  readonly type: string;
  readonly states: readonly string[];
  readonly commands: readonly string[];
}

const UUID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';

const TABLE = `
# 5.1
Switch: active lockedOn > on off
Pushbutton: active > pulse on off
TimedSwitch: deactivationDelay deactivationDelayTotal > on off pulse
Slider: value error > 12.5
UpDownAnalog: value error > 3
LeftRightAnalog: value error > 3
UpDownDigital: > UpOn UpOff PulseUp DownOn DownOff PulseDown
LeftRightDigital: > UpOn UpOff PulseUp DownOn DownOff PulseDown
ValueSelector: value min max step > 7
Radio: activeOutput > 1 16 reset next prev
TextInput: text > some%20text
Sequential: activeSequence > triggerSequence/2 triggerSequence/0
PulseAt: isActive startTime oneTimePulseDate pulseDuration type > setTime/3600 setOneTimePulse/500000000 setOneTimePulse/0 setPulseDuration/5 pulse setType/1
PresenceDetector: active activeSince locked infoText time > time/300
# 5.2
Dimmer: position min max step > on off 40
EIBDimmer: position > on off 40
LightController: activeScene sceneList > on off 3 3/learn/Evening 3/delete plus minus
LightControllerV2: activeMoods moodList activeMoodsNum favoriteMoods additionalMoods circuitNames daylightConfig presence jLocked > changeTo/3 changeTo/0 changeTo/777 changeTo/778 addMood/3 removeMood/3 plus minus learn/3/Evening delete/3 moveMood/3/1 moveFavoriteMood/3/1 moveAdditionalMood/3/1 addToFavoriteMood/3 removeFromFavoriteMood/3 setmoodid/3/4 setmoodname/3/Evening setmoodshortname/3/E setcircuitnames/%7B%7D setdaylightconfig/%7B%7D presence/on presence/off
ColorPickerV2: color sequence sequenceColorIdx > hsv(1,2,3) temp(50,3000) daylight(50) daylighttype(4) daylighttype(5) setBrightness/40 setFav/1/hsv(1,2,3) setFavSequence/1/60/hsv(1,2,3)/hsv(4,5,6) setSequence/60/hsv(1,2,3)/temp(50,3000)/0 setSequence/60/hsv(1,2,3)/-1 on off
Colorpicker: color favorites > on off hsv(1,2,3) lumitech(50,3000) setfav/1/hsv(1,2,3) setfav/4/lumitech(50,3000)
LightsceneRGB: activeScene color > on off 3 3/learn
CentralLightController: events jLocked > on reset setMoods/$:3,$:778 selectedcontrols/$,$/on selectedcontrols/$/reset
# 5.3
Jalousie: up down position shadePosition targetPosition targetPositionLamelle safetyActive autoAllowed autoActive locked infoText autoInfoText autoState deviceState adjustingEndPos hasEndposition mode learningStep > up UpOff down DownOff FullUp FullDown stop shade auto NoAuto manualPosition/40 manualLamelle/40 manualPosBlind/40/50 setAdjustingEndPos/0 setAdjustingEndPos/1 endPosAdjustment/1 endPosAdjustment/2
CentralJalousie: > FullUp FullDown shade auto NoAuto stop selectedcontrols/$/FullUp
Gate: position active preventOpen preventClose > open close stop forceOpen forceClose partiallyOpen
CentralGate: > open close stop
Window: position direction targetPosition lockedReason type > open/on open/off close/on close/off fullopen fullclose moveToPosition/40 slightlyOpen stop
CentralWindow: > toggle fullopen fullclose moveToPosition/40 open/on open/off close/on close/off slightlyOpen protection stop
WindowCentral: > toggle stop
WindowMonitor: windowStates numOpen numClosed numTilted numOffline numLocked numUnlocked >
# 5.4
IRoomController: tempTarget tempActual error mode serviceMode currHeatTempIx currCoolTempIx override overrideTotal manualMode openWindow temperatures[0] temperatures[7] stop isPreparing valveHeat valveCool > mode/0 mode/3 mode/6 service/4 starttimer/6/3600 stoptimer settemp/1/21.5
IRoomControllerV2: activeMode operatingMode currentMode overrideEntries overrideReason prepareState tempActual tempTarget comfortTemperature comfortTemperatureCool comfortTolerance comfortTemperatureOffset absentMinOffset absentMaxOffset frostProtectTemperature heatProtectTemperature shadingHeatTemp shadingCoolTemp shadingOut openWindow excessEnergyTempOffset temperatureBoundaryInfo actualOutdoorTemp averageOutdoorTemp capabilities co2 humidityActual > override/1 override/1/500000000 override/3/500000000/22.5 override/3//22.5 stopOverride setComfortTemperature/21 setComfortTemperatureCool/24 setComfortTolerance/0.5 setAbsentMinTemperature/3 setAbsentMaxTemperature/3 setManualTemperature/21 setComfortModeTemp/21 setOperatingMode/-1 setOperatingMode/5 setshadingtemperatureheat/20 setshadingtemperaturecool/20 setHeatingBoundary/15 setCoolingBoundary/20 set/1/3;0;1439;0;1 modeslist/3,4 activatePresenceSchedule
ClimateController: controls currentMode autoMode currentAutomatic temperatureBoundaryInfo heatingTempBoundary coolingTempBoundary actualOutdoorTemp averageOutdoorTemp overwriteReason infoText serviceMode nextMaintenance ventilation excessEnergy standbyReason > autoMode/-1 autoMode/2 setServiceMode/4 ventilation/0 ventilation/1 setHeatingBoundary/15 setCoolingBoundary/20 resetMaintenance
ClimateControllerUS: mode controls currentStatus stage fan fanTimerUntil modeTimerUntil emergencyTimerUntil emergencyOverride humidity actualOutdoorTemp minimumTempCooling maximumTempHeating threshold demandHeat demandCool serviceMode > setMode/3 startmodetimer/1/500000000/0 ventilation/1 startVentilationTimer/500000000 useEmergency/1 startEmergencyTimer/500000000 setMinimumTempCooling/50 setMaximumTempHeating/80 setServiceMode/1
AcControl: status mode fan ventMode operatingmodes fanspeeds airflows temperature targetTemperature minTemp maxTemp pauseUntil pauseReason pauseTime silentMode override settings defaultFan > on off toggle setTarget/22 setMode/2 setFan/6 setAirDir/7 setoverride/600/1/2/3/22 setoverride/0 startpause/60 cancelpause setdefaultairflow/1 setdefaultfanspeed/1 setdefaulttargettemp/22 setsilentmode/1 SetAutomaticModeFanSpeed/1 setmodename/1/Cool setairflowname/1/Up setfanspeedname/1/Low GetSettings
ACControl: status mode > on off
Ventilation: speed mode ventReason temperatureSupport activeTimerProfile overwriteUntil stoppedBy controlInfo presenceMin presenceMax absenceMin absenceMax humidityIndoor presence frostTemp > setTimer/60/50/1/0 setTimer/60/50/1/-1 setTimer/0 setAbsenceMin/10 setAbsenceMax/10 setPresenceMin/10 setPresenceMax/10 ackFilterChange
Daytimer: mode override value entriesAndDefaultValue modeList resetActive needsActivation > pulse default/1 startOverride/1/600 stopOverride set/2/3;0;600;0;1/4;0;1439;1;21.5 modeslist/3,4
IRCDaytimer: mode override value entriesAndDefaultValue modeList resetActive needsActivation > pulse default/1 startOverride/1/600 stopOverride set/1/3;0;600;0;1 setc/1/3;0;600;0;1 modeslist/3 modeslistc/3
IRCV2Daytimer: mode override value entriesAndDefaultValue modeList resetActive needsActivation > pulse default/1 startOverride/57648/600 stopOverride set/1/3;0;600;0;1 modeslist/3
PoolDaytimer: mode override value entriesAndDefaultValue modeList resetActive needsActivation > pulse default/1 startOverride/1/600 stopOverride set/1/3;0;600;0;1 modeslist/3
Heatmixer: tempTarget tempActual >
SolarPumpController: bufferTemp0 bufferTemp4 bufferState0 bufferState4 logicOverride collectorTemp heatOverload >
# 5.5
Alarm: armed level nextLevel nextLevelDelay nextLevelAt nextLevelDelayTotal armedDelay armedAt armedDelayTotal disabledMove startTime sensors > on on/0 on/1 delayedon delayedon/0 delayedon/1 off quit dismv/0 dismv/1
CentralAlarm: > on off quit delayedon
SmokeAlarm: level nextLevel nextLevelDelay nextLevelDelayTotal acousticAlarm testAlarm alarmCause startTime timeServiceMode areAlarmSignalsOff sensors > mute confirm quit servicemode/0 servicemode/1 servicemode/600 startDrill
AlarmChain: activeAlarmType nextAlarmLevelAt activeAlarmText nextAlarmText iterationCount > quit
AalEmergency: status disableEndTime resetActive > trigger quit disable/60
AalSmartAlarm: alarmLevel alarmCause isLocked isLeaveActive disableEndTime > confirm disable/60 startDrill
Intercom: bell lastBellEvents lastBellTimestamp version > answer
IntercomV2: bell address answers muted deviceState videoSettingsIntern videoSettingsExtern > answer playTts/0 mute/0 mute/1 setAnswers/One/Two setvideosettings/0/1/2 setframerate/0/1 setresolution/1/2 setnumberbellimages/5 getnumberbellimages
NfcCodeTouch: historyDate codeDate deviceState nfcLearnResult keyPadAuthType > output/1 output/6 history codes code/activate/$ code/deactivate/$ code/delete/$ nfc/startlearn nfc/stoplearn
MailBox: packetReceived mailReceived notificationsDisabledInput disableEndTime > confirmPacket confirmMail disableNotifications/60
Tracker: entries >
# 5.6
AudioZone: serverState playState clientState power volume maxVolume volumeStep defaultVolume alarmVolume bellVolume buzzerVolume ttsVolume mastervolume shuffle repeat sourceList source songName album artist station genre cover duration progress queueIndex enableAirPlay enableSpotifyConnect equalizerSettings > on off play pause next prev volume/20 volstep/5 volstep/-5 progress/60 shuffle repeat/0 repeat/1 repeat/3 source/1 source/8 svpower/on svpower/off alarmvolume/20 bellvolume/20 buzzervolume/20 ttsvolume/20 defaultvolume/20 mastervolume/20 equalizersettings/1,2,-3 enableairplay/0 enableairplay/1 enablespotifyconnect/1
AudioZoneV2: serverState playState clientState power volume alarmVolume bellVolume buzzerVolume ttsVolume defaultVolume maxVolume volumeStep presenceFrom presenceTo isLocked bluetooth > play pause next prev volUp volDown volume/20 tts/Hello tts/Hello/30 playZoneFav/1 bluetooth/0 bluetooth/1 resetbluetoothpairings presence/on presence/off
CentralAudioZone: > play pause volup voldown
Remote: mode timeout active > mode/1 reset on off mute play pause stop rewind previous next forward menu info exit guide return volplus volminus volplusoff volminusoff prgplus prgminus prgplusoff prgminusoff dirup dirdown dirleft dirright dirupoff dirdownoff dirleftoff dirrightoff dirok btnred btngreen btnyellow btnblue num0 num9 number/12
# 5.7
Meter: actual total totalNeg storage totalDay totalWeek totalMonth totalYear totalNegDay totalNegWeek totalNegMonth totalNegYear > reset
EFM: Ppwr Gpwr Spwr Pri Pre CO2 actual0 actual12 > getNodeValue/actual/$;$ getNodeValue/lifetime/$ get/overview
EnergyManager: currentPower currentBat loads > trigger/1 turnOn/1 turnOff/1
EnergyManager2: Gpwr Spwr Ppwr Ssoc MinSoc MaxSpwr loads > manage setMinSoc/20 setMaxSpwr/5 $/activate $/deactivate $/automatic order/$,$ getStorageSettingDescriptions
Fronius: prodCurr consCurr gridCurr batteryCurr stateOfCharge prodCurrDay prodCurrMonth prodCurrYear prodTotal consCurrDay earningsDay earningsMonth earningsYear earningsTotal priceDelivery priceConsumption co2Factor generatorType mode online >
LoadManager: currentPower peakOverloadPower maxTp maxPower availablePower maxPowerExceeded lockedLoads statusLoads >
Wallbox2: actual total connected enabled active loadshed phaseSwitching mode limit modeUnplug session priority pricePerHour pricePerkWh limitedBy > allow/on allow/off setmode/1 setmode/99 modeUnplug/0 modeUnplug/5 manualLimit/11 updateMode/1/11/Fast updateMode/1/11/Fast/0.3
WallboxManager: Pmax Peco Cp Ap priceEco pricePrio priceHour actual0 limitedBy3 > getNodeValue/$;$
CarCharger: status charging connected chargingFinished power energySession limitMode currentLimit minLimit maxLimit chargeDuration profiles currentProfile > charge/on charge/off limitMode/0 limitMode/2 limit/11 profile/1
PowerUnit: outputPower CP1 CP7 fuse supplyTimeRemaining batteryStateOfCharge deviceInfo >
SpotPriceOptimizer: active current demand period minRuntime manualMax forecastsTimestamp cycleFrom cycleUntil > start/2/8 cancel getForecasts
# 5.8
InfoOnlyAnalog: value error >
InfoOnlyDigital: active >
InfoOnlyText: text >
TextState: textAndIcon iconAndColor >
StatusMonitor: numState0 numState9 numDef inputStates >
Webpage: >
Application: >
SystemScheme: >
MsShortcut: >
Hourcounter: total remaining maintenanceInterval overdueSince overdue active lastActivation stateUnit > reset resetAll
# 5.9
AlarmClock: isEnabled isAlarmActive confirmationNeeded entryList currentEntry nextEntry nextEntryMode nextEntryTime ringingTime ringDuration prepareDuration snoozeTime snoozeDuration deviceState deviceSettings > snooze dismiss entryList/put/1/Work/25200/1/3,4,5 entryList/put/1/Work/25200/1/daily entryList/delete/1 setPrepDuration/60 setRingDuration/60 setSnoozeDuration/60 setBeepOn/1 setBrightnessInactive/40 setBrightnessActive/40 setWakeAlarmSound/1 setWakeAlarmVolume/40 setWakeAlarmSlopingOn/1 setActive/0
Irrigation: rainActive expectedPrecipitation maxExpectedPrecipitation currentZone zones rainTime > start startForce stop setDuration/2=300 setDurations/0=300/1=600 select/0 select/9
Sauna: active power fan drying doorClosed presence error lessWater saunaError tempActual tempBench tempTarget timer timerTotal humidityActual humidityTarget mode > on off fanon fanoff temp/80 ontemp/80 humidity/40 mode/6 pulse starttimer
PoolController: currentOpMode currentTempMode tempActual tempTarget waterLevel custom1 custom2 heatingApproved coolingApproved ecoActive swimmingMachine coverPosition coverOpening coverClosing currentCycle remainingTime valvePosition pump drainValve delayTime filterTime backwashTime rinseTime circulateTime drainTime error cycleAbortable > coverOpen coverClose operatingMode/2 tempMode/5 eco/1 targetTemp/28 swimmingMachine/50 startCycle/1/600 startCycle/2/60/120 filter backwash circulate drain valvePos/5 pump/1 drainValve/0 reset disable/1 delayTime/5 filterTime/600 backwashTime/600 rinseTime/60 circulateTime/600 drainTime/600 approveHeating/1 approveCooling/0 skipDelay ackError
SteakThermo: currentTemperatures temperatureYellow temperatureGreen targetYellow targetGreen sensorInfo sensorAlarms timerInfo timerAlarm availableControls activeAlarmText yellowAlarmActive greenAlarmActive timerAlarmActive timerRemaining deviceState displayAlwaysOnBat displayAlwaysOnDc activeControl isActive touchProtection displayBrightness powerMode batteryStateOfCharge > quitAlarm setSensor/0/56/Beef setSensor/1/56/Beef setDisplayAlwaysOnBat/1 setDisplayAlwaysOnDc/0 setActive/1 setThisActive setTimerDuration/60 startTimer stopTimer setTouchProtection/1 setDisplayBrightness/40
`;

/** Commands that the catalog leaves out on purpose, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'PresenceDetector 1': 'what a bare number does is not documented',
  'NfcCodeTouch code/create/Ann/1234/0/1/1': 'a code is a secret and must not be an argument',
  [`NfcCodeTouch code/update/${UUID}/Ann/1234/0/1/1`]: 'likewise',
};

function row(line: string): ReferenceRow {
  const [type = '', rest = ''] = line.split(/: ?(.*)/);
  const [states = '', commands = ''] = rest.split('>');
  return { type, states: items(states), commands: items(commands.replaceAll('$', UUID)) };
}

function items(text: string): readonly string[] {
  return text.split(' ').filter((item) => item !== '');
}

export const REFERENCE: readonly ReferenceRow[] = TABLE.split('\n')
  .filter((line) => /^\w/.test(line))
  .map(row);
