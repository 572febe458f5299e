// Generated from the server's OpenAPI document by npm run generate; do not edit.

export interface paths {
    "/v1/auth/otp": {
        /**
         * Send a sign-in code to a phone
         * @description The answer is the same whether or not the number is known.
         */
        post: operations["postAuthOtp"];
    };
    "/v1/auth/otp/verify": {
        /**
         * Sign in with the code
         * @description Returns a token for `Authorization: Bearer` and sets it as a cookie too. After five wrong codes, ask for a new code.
         */
        post: operations["postAuthOtpVerify"];
    };
    "/v1/auth/session": {
        /** Sign out */
        delete: operations["deleteAuthSession"];
    };
    "/v1/auth/sessions": {
        /** List my open sessions, newest first */
        get: operations["getAuthSessions"];
    };
    "/v1/auth/sessions/{id}": {
        /** End one of my sessions */
        delete: operations["deleteAuthSessionsById"];
    };
    "/v1/me": {
        /** Read my profile and memberships */
        get: operations["getMe"];
        /** Change my name or language */
        patch: operations["patchMe"];
    };
    "/v1/manage/businesses/{businessId}/apiKeys": {
        /** List active API keys */
        get: operations["getManageBusinessesByBusinessIdApiKeys"];
        /** Create an API key */
        post: operations["postManageBusinessesByBusinessIdApiKeys"];
    };
    "/v1/manage/businesses/{businessId}/apiKeys/{id}": {
        /** Revoke an API key */
        delete: operations["deleteManageBusinessesByBusinessIdApiKeysById"];
    };
    "/dev/messages": {
        /** List the messages sent to a phone; development only */
        get: operations["getDevMessages"];
    };
    "/v1/businesses": {
        /**
         * Find businesses
         * @description With `near`, the nearest come first; otherwise, with `q`, the best matches.
         */
        get: operations["getBusinesses"];
    };
    "/v1/businesses/{idOrSlug}": {
        /** Read a business with its locations */
        get: operations["getBusinessesByIdOrSlug"];
    };
    "/v1/manage/businesses": {
        /** List the businesses I am a member of */
        get: operations["getManageBusinesses"];
        /**
         * Create a business and become its owner
         * @description It starts as a draft that only its members see; submit it for approval.
         */
        post: operations["postManageBusinesses"];
    };
    "/v1/manage/businesses/{businessId}": {
        /** Read a business */
        get: operations["getManageBusinessesByBusinessId"];
        /** Change a business */
        patch: operations["patchManageBusinessesByBusinessId"];
    };
    "/v1/manage/businesses/{businessId}/submission": {
        /** Submit a business for approval */
        post: operations["postManageBusinessesByBusinessIdSubmission"];
    };
    "/v1/manage/businesses/{businessId}/members": {
        /** List members */
        get: operations["getManageBusinessesByBusinessIdMembers"];
        /**
         * Add a member by phone number
         * @description The person need not have signed in yet.
         */
        post: operations["postManageBusinessesByBusinessIdMembers"];
    };
    "/v1/manage/businesses/{businessId}/members/{userId}": {
        /** Read a member */
        get: operations["getManageBusinessesByBusinessIdMembersByUserId"];
        /** Remove a member */
        delete: operations["deleteManageBusinessesByBusinessIdMembersByUserId"];
        /** Change a member's role or displayed name */
        patch: operations["patchManageBusinessesByBusinessIdMembersByUserId"];
    };
    "/v1/manage/businesses/{businessId}/locations": {
        /** List locations */
        get: operations["getManageBusinessesByBusinessIdLocations"];
        /** Create a location */
        post: operations["postManageBusinessesByBusinessIdLocations"];
    };
    "/v1/manage/businesses/{businessId}/locations/{id}": {
        /** Read a location */
        get: operations["getManageBusinessesByBusinessIdLocationsById"];
        /**
         * Remove a location that nothing depends on
         * @description Anything that was ever booked cannot be removed. If locations have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdLocationsById"];
        /** Change a location */
        patch: operations["patchManageBusinessesByBusinessIdLocationsById"];
    };
    "/v1/manage/businesses/{businessId}/locations/{id}/hours": {
        /** Set the opening hours of the whole week; an empty list means always open */
        put: operations["putManageBusinessesByBusinessIdLocationsByIdHours"];
    };
    "/v1/manage/businesses/{businessId}/locations/{id}/holidays": {
        /** Set the days the location is closed */
        put: operations["putManageBusinessesByBusinessIdLocationsByIdHolidays"];
    };
    "/v1/admin/businesses": {
        /** List all businesses */
        get: operations["getAdminBusinesses"];
    };
    "/v1/admin/businesses/{id}": {
        /** Read any business */
        get: operations["getAdminBusinessesById"];
    };
    "/v1/admin/businesses/{id}/approval": {
        /** Approve a submitted business */
        post: operations["postAdminBusinessesByIdApproval"];
    };
    "/v1/admin/businesses/{id}/rejection": {
        /** Reject a submitted business */
        post: operations["postAdminBusinessesByIdRejection"];
    };
    "/v1/admin/businesses/{id}/suspension": {
        /** Suspend a business */
        post: operations["postAdminBusinessesByIdSuspension"];
    };
    "/v1/admin/businesses/{id}/reinstatement": {
        /** Reinstate a suspended business */
        post: operations["postAdminBusinessesByIdReinstatement"];
    };
    "/v1/admin/businesses/{id}/owner": {
        /**
         * Give a business without an owner its first owner
         * @description For imported operators. The owner must have signed in at least once and can then add other members.
         */
        post: operations["postAdminBusinessesByIdOwner"];
    };
    "/v1/businesses/{idOrSlug}/locations": {
        /** List the locations of a business */
        get: operations["getBusinessesByIdOrSlugLocations"];
    };
    "/v1/businesses/{idOrSlug}/services": {
        /** List the services of a business */
        get: operations["getBusinessesByIdOrSlugServices"];
    };
    "/v1/businesses/{idOrSlug}/staff": {
        /** List the staff of a business */
        get: operations["getBusinessesByIdOrSlugStaff"];
    };
    "/v1/businesses/{idOrSlug}/rentals": {
        /** List the rentals of a business */
        get: operations["getBusinessesByIdOrSlugRentals"];
    };
    "/v1/businesses/{idOrSlug}/roomTypes": {
        /** List the room types of a business */
        get: operations["getBusinessesByIdOrSlugRoomTypes"];
    };
    "/v1/businesses/{idOrSlug}/routes": {
        /** List the routes of a business */
        get: operations["getBusinessesByIdOrSlugRoutes"];
    };
    "/v1/businesses/{idOrSlug}/stops": {
        /** List the stops of a business */
        get: operations["getBusinessesByIdOrSlugStops"];
    };
    "/v1/manage/businesses/{businessId}/services": {
        /** List services */
        get: operations["getManageBusinessesByBusinessIdServices"];
        /** Create a service */
        post: operations["postManageBusinessesByBusinessIdServices"];
    };
    "/v1/manage/businesses/{businessId}/services/{id}": {
        /** Read a service */
        get: operations["getManageBusinessesByBusinessIdServicesById"];
        /**
         * Remove a service that nothing depends on
         * @description Anything that was ever booked cannot be removed. If services have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdServicesById"];
        /** Change a service */
        patch: operations["patchManageBusinessesByBusinessIdServicesById"];
    };
    "/v1/manage/businesses/{businessId}/staff": {
        /** List staff */
        get: operations["getManageBusinessesByBusinessIdStaff"];
        /** Create a staff member */
        post: operations["postManageBusinessesByBusinessIdStaff"];
    };
    "/v1/manage/businesses/{businessId}/staff/{id}": {
        /** Read a staff member */
        get: operations["getManageBusinessesByBusinessIdStaffById"];
        /**
         * Remove a staff member that nothing depends on
         * @description Anything that was ever booked cannot be removed. If staff have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdStaffById"];
        /** Change a staff member */
        patch: operations["patchManageBusinessesByBusinessIdStaffById"];
    };
    "/v1/manage/businesses/{businessId}/staff/{id}/windows": {
        /** Set a staff member's weekly working windows; an empty list means whenever the location is open */
        put: operations["putManageBusinessesByBusinessIdStaffByIdWindows"];
    };
    "/v1/manage/businesses/{businessId}/staff/{id}/breaks": {
        /** Set a staff member's weekly breaks */
        put: operations["putManageBusinessesByBusinessIdStaffByIdBreaks"];
    };
    "/v1/manage/businesses/{businessId}/staff/{id}/exceptions": {
        /** List time off and one-off openings */
        get: operations["getManageBusinessesByBusinessIdStaffByIdExceptions"];
        /**
         * Add time off or a one-off opening
         * @description If there are appointments in the time off, the answer is a 409 that lists them. With all of their ids in `acknowledge`, the time off is added and they stay as sold.
         */
        post: operations["postManageBusinessesByBusinessIdStaffByIdExceptions"];
    };
    "/v1/manage/businesses/{businessId}/staff/{id}/exceptions/{exceptionId}": {
        /**
         * Remove time off or a one-off opening
         * @description An opening with appointments cannot be removed: move or cancel them first, or add time off over them.
         */
        delete: operations["deleteManageBusinessesByBusinessIdStaffByIdExceptionsByExceptionId"];
    };
    "/v1/manage/businesses/{businessId}/rentals": {
        /** List rentals */
        get: operations["getManageBusinessesByBusinessIdRentals"];
        /** Create a rental */
        post: operations["postManageBusinessesByBusinessIdRentals"];
    };
    "/v1/manage/businesses/{businessId}/rentals/{id}": {
        /** Read a rental */
        get: operations["getManageBusinessesByBusinessIdRentalsById"];
        /**
         * Remove a rental that nothing depends on
         * @description Anything that was ever booked cannot be removed. If rentals have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdRentalsById"];
        /** Change a rental */
        patch: operations["patchManageBusinessesByBusinessIdRentalsById"];
    };
    "/v1/manage/businesses/{businessId}/rentals/{id}/prices": {
        /** Set prices by weekday and time of day; elsewhere the rental's price applies */
        put: operations["putManageBusinessesByBusinessIdRentalsByIdPrices"];
    };
    "/v1/manage/businesses/{businessId}/rentalUnits": {
        /** List rental units */
        get: operations["getManageBusinessesByBusinessIdRentalUnits"];
        /** Create a rental unit */
        post: operations["postManageBusinessesByBusinessIdRentalUnits"];
    };
    "/v1/manage/businesses/{businessId}/rentalUnits/{id}": {
        /** Read a rental unit */
        get: operations["getManageBusinessesByBusinessIdRentalUnitsById"];
        /**
         * Remove a rental unit that nothing depends on
         * @description Anything that was ever booked cannot be removed. If rental units have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdRentalUnitsById"];
        /** Change a rental unit */
        patch: operations["patchManageBusinessesByBusinessIdRentalUnitsById"];
    };
    "/v1/manage/businesses/{businessId}/vehicles": {
        /** List vehicles */
        get: operations["getManageBusinessesByBusinessIdVehicles"];
        /** Create a vehicle */
        post: operations["postManageBusinessesByBusinessIdVehicles"];
    };
    "/v1/manage/businesses/{businessId}/vehicles/{id}": {
        /** Read a vehicle */
        get: operations["getManageBusinessesByBusinessIdVehiclesById"];
        /**
         * Remove a vehicle that nothing depends on
         * @description Anything that was ever booked cannot be removed. If vehicles have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdVehiclesById"];
        /** Change a vehicle */
        patch: operations["patchManageBusinessesByBusinessIdVehiclesById"];
    };
    "/v1/manage/businesses/{businessId}/stops": {
        /** List stops */
        get: operations["getManageBusinessesByBusinessIdStops"];
        /** Create a stop */
        post: operations["postManageBusinessesByBusinessIdStops"];
    };
    "/v1/manage/businesses/{businessId}/stops/{id}": {
        /** Read a stop */
        get: operations["getManageBusinessesByBusinessIdStopsById"];
        /**
         * Remove a stop that nothing depends on
         * @description Anything that was ever booked cannot be removed. If stops have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdStopsById"];
        /** Change a stop */
        patch: operations["patchManageBusinessesByBusinessIdStopsById"];
    };
    "/v1/manage/businesses/{businessId}/routes": {
        /** List routes */
        get: operations["getManageBusinessesByBusinessIdRoutes"];
        /** Create a route */
        post: operations["postManageBusinessesByBusinessIdRoutes"];
    };
    "/v1/manage/businesses/{businessId}/routes/{id}": {
        /** Read a route */
        get: operations["getManageBusinessesByBusinessIdRoutesById"];
        /**
         * Remove a route that nothing depends on
         * @description Anything that was ever booked cannot be removed. If routes have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdRoutesById"];
        /** Change a route */
        patch: operations["patchManageBusinessesByBusinessIdRoutesById"];
    };
    "/v1/manage/businesses/{businessId}/routes/{id}/fares": {
        /** List the fares of a route */
        get: operations["getManageBusinessesByBusinessIdRoutesByIdFares"];
        /** Set the fares between stops; elsewhere the route's price applies */
        put: operations["putManageBusinessesByBusinessIdRoutesByIdFares"];
    };
    "/v1/manage/businesses/{businessId}/calendars": {
        /** List calendars */
        get: operations["getManageBusinessesByBusinessIdCalendars"];
        /** Create a calendar */
        post: operations["postManageBusinessesByBusinessIdCalendars"];
    };
    "/v1/manage/businesses/{businessId}/calendars/{id}": {
        /** Read a calendar */
        get: operations["getManageBusinessesByBusinessIdCalendarsById"];
        /**
         * Remove a calendar that nothing depends on
         * @description Anything that was ever booked cannot be removed. If calendars have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdCalendarsById"];
        /** Change a calendar */
        patch: operations["patchManageBusinessesByBusinessIdCalendarsById"];
    };
    "/v1/manage/businesses/{businessId}/calendars/{id}/dates": {
        /** Set the dates that run, or do not run, as an exception to the weekdays */
        put: operations["putManageBusinessesByBusinessIdCalendarsByIdDates"];
    };
    "/v1/manage/businesses/{businessId}/journeys": {
        /** List journeys */
        get: operations["getManageBusinessesByBusinessIdJourneys"];
        /** Create a journey */
        post: operations["postManageBusinessesByBusinessIdJourneys"];
    };
    "/v1/manage/businesses/{businessId}/journeys/{id}": {
        /** Read a journey */
        get: operations["getManageBusinessesByBusinessIdJourneysById"];
        /**
         * Remove a journey that nothing depends on
         * @description Anything that was ever booked cannot be removed. If journeys have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdJourneysById"];
        /** Change a journey */
        patch: operations["patchManageBusinessesByBusinessIdJourneysById"];
    };
    "/v1/manage/businesses/{businessId}/trips": {
        /** List trips by service date, both ends included */
        get: operations["getManageBusinessesByBusinessIdTrips"];
        /**
         * Put a journey's trips on sale for the dates in its calendar, both ends included
         * @description Existing trips do not change, whether cancelled or sold.
         */
        post: operations["postManageBusinessesByBusinessIdTrips"];
    };
    "/v1/manage/businesses/{businessId}/trips/{id}": {
        /** Read a trip */
        get: operations["getManageBusinessesByBusinessIdTripsById"];
        /**
         * Change one trip: its times and stops, its vehicle, or whether it runs
         * @description `stops` is the whole list, in order of travel; leave out arrival or departure where it does not apply. New times do not move sold seats: bookings show them at once and their customers are told. A stop can be added or removed only where no seat is sold across it. With another `vehicleId`, passengers keep the seat with the same label and class. If some cannot, or if the trip is cancelled with seats sold, the answer is a 409 that lists the bookings with their `outcome`: moved to an equal free seat (`seats[].to`), or cancelled and refunded in full. Repeat the request with all of their ids in `acknowledge` to go ahead.
         */
        patch: operations["patchManageBusinessesByBusinessIdTripsById"];
    };
    "/v1/manage/businesses/{businessId}/roomTypes": {
        /** List room types */
        get: operations["getManageBusinessesByBusinessIdRoomTypes"];
        /** Create a room type */
        post: operations["postManageBusinessesByBusinessIdRoomTypes"];
    };
    "/v1/manage/businesses/{businessId}/roomTypes/{id}": {
        /** Read a room type */
        get: operations["getManageBusinessesByBusinessIdRoomTypesById"];
        /**
         * Remove a room type that nothing depends on
         * @description Anything that was ever booked cannot be removed. If room types have `active`, set it to false instead.
         */
        delete: operations["deleteManageBusinessesByBusinessIdRoomTypesById"];
        /** Change a room type */
        patch: operations["patchManageBusinessesByBusinessIdRoomTypesById"];
    };
    "/v1/manage/businesses/{businessId}/roomTypes/{id}/rates": {
        /** List nights with their own rate, both ends included */
        get: operations["getManageBusinessesByBusinessIdRoomTypesByIdRates"];
        /** Set prices, closures and minimum stays for a range of nights, both ends included */
        put: operations["putManageBusinessesByBusinessIdRoomTypesByIdRates"];
    };
    "/v1/services/{id}/slots": {
        /**
         * List the times a service can be booked
         * @description Times carry the location's UTC offset. `staffIds` lists every free staff member; a booking without `staffId` gets the first.
         */
        get: operations["getServicesByIdSlots"];
    };
    "/v1/rentals/{id}/slots": {
        /**
         * List the times units of a rental are free
         * @description Finds times when `units` units (default 1) are free together for `minutes` minutes (default: the shortest duration). `price` is the total for all units.
         */
        get: operations["getRentalsByIdSlots"];
    };
    "/v1/trips": {
        /**
         * List trips between two places on a date
         * @description `date` is the local departure date at the boarding stop. Times carry the stop's UTC offset. A page can hold fewer than `limit` trips and still have a next page.
         */
        get: operations["getTrips"];
    };
    "/v1/trips/{id}/seats": {
        /**
         * Read the seat map of a trip
         * @description For the segment between two stops, or the whole trip. `price` is for one seat on that segment. If the trip can no longer be booked, the answer is `not-available` with the next trips.
         */
        get: operations["getTripsByIdSeats"];
    };
    "/v1/stays": {
        /**
         * List properties that can be booked for these dates
         * @description Lists only bookable properties, with their bookable room types. `guests` (default 1) is the total across all rooms; `rooms` (default 1) is the number of rooms of one type. Check-in can be today until the property's local day ends. Pages are ordered by usual price, and each page by lowest total; a page can hold fewer than `limit` properties and still have a next page.
         */
        get: operations["getStays"];
    };
    "/v1/orders": {
        /** Place an order of several bookings, also across businesses: all or nothing */
        post: operations["postOrders"];
    };
    "/v1/bookings": {
        /** List the caller's own bookings, or with `businessId` those of a business the caller works for */
        get: operations["getBookings"];
        /** Place a booking with one business: all items or nothing */
        post: operations["postBookings"];
    };
    "/v1/manage/businesses/{businessId}/bookings": {
        /** List the bookings of a business, for its calendar and desk */
        get: operations["getManageBusinessesByBusinessIdBookings"];
        /** Place a booking at the desk for a named customer */
        post: operations["postManageBusinessesByBusinessIdBookings"];
    };
    "/v1/orders/{id}/extension": {
        /**
         * Extend the hold of an order, up to 30 minutes after it was placed
         * @description The hold then lasts at least `minutes` from now (default 10). A hold that already lasts that long is returned unchanged. If the hold is at its limit and cannot last that long, the answer is `conflict` with `until`.
         */
        post: operations["postOrdersByIdExtension"];
    };
    "/v1/orders/{id}/cancellation": {
        /** Cancel every booking of an order that can still be cancelled */
        post: operations["postOrdersByIdCancellation"];
    };
    "/v1/orders/{id}": {
        /** Read an order with its bookings */
        get: operations["getOrdersById"];
    };
    "/v1/bookings/{id}": {
        /** Read a booking */
        get: operations["getBookingsById"];
    };
    "/v1/bookings/{id}/events": {
        /** List the events of a booking, oldest first */
        get: operations["getBookingsByIdEvents"];
    };
    "/v1/admin/bookings": {
        /** List the bookings of all businesses */
        get: operations["getAdminBookings"];
    };
    "/v1/admin/bookings/{id}/events": {
        /** List the events of any booking */
        get: operations["getAdminBookingsByIdEvents"];
    };
    "/v1/bookings/{id}/cancellation": {
        /** Quote the cost of cancelling now */
        get: operations["getBookingsByIdCancellation"];
        /**
         * Cancel a booking and release its inventory
         * @description The customer may cancel until the booking starts or they are checked in, whichever is earlier; the business may cancel later too.
         */
        post: operations["postBookingsByIdCancellation"];
    };
    "/v1/bookings/{id}/completion": {
        /** Mark a booking as completed */
        post: operations["postBookingsByIdCompletion"];
    };
    "/v1/bookings/{id}/noShow": {
        /** Mark a booking as a no-show */
        post: operations["postBookingsByIdNoShow"];
    };
    "/v1/bookings/{id}/checkIn": {
        /**
         * Check the customer in
         * @description Allowed from `checkInFrom`; before that, the answer is `conflict` with the time it opens. After check-in, the customer can no longer cancel.
         */
        post: operations["postBookingsByIdCheckIn"];
    };
    "/v1/bookings/{id}/amendments/quote": {
        /**
         * Quote an amendment without changing the booking
         * @description Items that stay keep their agreed price and are exempt from the rules for new sales; new items are priced and checked as new. Refunds are made in the same step. If a payment is due or the business accepts by hand, the new items are held alongside the old ones until then; pay with `POST /v1/orders/{id}/payments`.
         */
        post: operations["postBookingsByIdAmendmentsQuote"];
    };
    "/v1/bookings/{id}/amendments": {
        /** List the amendments of a booking, oldest first */
        get: operations["getBookingsByIdAmendments"];
        /**
         * Amend a booking: move, resize, add or remove items
         * @description Items that stay keep their agreed price and are exempt from the rules for new sales; new items are priced and checked as new. Refunds are made in the same step. If a payment is due or the business accepts by hand, the new items are held alongside the old ones until then; pay with `POST /v1/orders/{id}/payments`.
         */
        post: operations["postBookingsByIdAmendments"];
    };
    "/v1/bookings/{id}/amendments/{amendmentId}": {
        /** Read an amendment */
        get: operations["getBookingsByIdAmendmentsByAmendmentId"];
    };
    "/v1/bookings/{id}/amendments/{amendmentId}/withdrawal": {
        /** Withdraw an open amendment */
        post: operations["postBookingsByIdAmendmentsByAmendmentIdWithdrawal"];
    };
    "/v1/bookings/{id}/amendments/{amendmentId}/acceptance": {
        /** Accept an amendment as the business */
        post: operations["postBookingsByIdAmendmentsByAmendmentIdAcceptance"];
    };
    "/v1/bookings/{id}/amendments/{amendmentId}/decline": {
        /** Decline an amendment as the business */
        post: operations["postBookingsByIdAmendmentsByAmendmentIdDecline"];
    };
    "/v1/manage/businesses/{businessId}/audit": {
        /** List the business's audit trail, newest first */
        get: operations["getManageBusinessesByBusinessIdAudit"];
    };
    "/v1/admin/audit": {
        /** List the platform's audit trail, newest first */
        get: operations["getAdminAudit"];
    };
    "/v1/bookings/{id}/confirmation": {
        /**
         * Accept a pending booking, or confirm a hold with how it was paid
         * @description The money taken at the desk is recorded as a payment in the same step. `amount` is from what is due now to all that is left to pay; default: what is due now.
         */
        post: operations["postBookingsByIdConfirmation"];
    };
    "/v1/bookings/{id}/amendments/{amendmentId}/confirmation": {
        /**
         * Apply an amendment that awaits payment, with how the business was paid
         * @description For the business. The money taken at the desk is recorded as a payment and the amendment applied in the same step. `amount` must be exactly what is due, which is also the default. This also accepts the amendment where it would be accepted by hand. Money that arrives later through a card page is refunded automatically.
         */
        post: operations["postBookingsByIdAmendmentsByAmendmentIdConfirmation"];
    };
    "/v1/orders/{id}/payments": {
        /** List every payment attempted for an order, oldest first */
        get: operations["getOrdersByIdPayments"];
        /**
         * Pay what is due for an order by card, from the wallet, or both
         * @description If there is a `redirectUrl`, send the payer's browser there, and read `GET /v1/payments/{id}` when it returns. The hold is extended to at least ten minutes if possible. Gateways have a minimum (Moyasar: 100 minor units): a `walletAmount` that leaves less for the card is refused with the largest allowed amount, and an order below the minimum is paid with `wallet`.
         */
        post: operations["postOrdersByIdPayments"];
    };
    "/v1/wallet/topUps": {
        /**
         * Top up my wallet by card
         * @description The amount must be at least the gateway's minimum (Moyasar: 100 minor units).
         */
        post: operations["postWalletTopUps"];
    };
    "/v1/payments/{id}": {
        /**
         * Read a payment and its status
         * @description Visible to the payer, to the members and API keys of the businesses it pays, and to the platform. If a payment pays several businesses, each sees only its own part.
         */
        get: operations["getPaymentsById"];
    };
    "/v1/payments/{id}/check": {
        /** Refresh a payment's status from the gateway, after the payer returns from its page */
        post: operations["postPaymentsByIdCheck"];
    };
    "/v1/bookings/{id}/payments": {
        /** Record money that the business took itself: the balance after a deposit, or all of it */
        post: operations["postBookingsByIdPayments"];
    };
    "/v1/payments/{id}/refunds": {
        /**
         * List the refunds of a payment, oldest first, including those on their way
         * @description Visible to the payer, to the members and API keys of the businesses it pays, and to the platform. A business sees only the refunds of its own bookings.
         */
        get: operations["getPaymentsByIdRefunds"];
        /**
         * Refund a payment: all that is left of a booking's part, or some of it
         * @description For managers of the booking's business and for the platform. The refund is reserved at once and sent in the background; `GET /v1/payments/{id}/refunds` says when it has succeeded.
         */
        post: operations["postPaymentsByIdRefunds"];
    };
    "/v1/payments/{id}/capture": {
        /** Capture an authorized payment */
        post: operations["postPaymentsByIdCapture"];
    };
    "/v1/payments/{id}/void": {
        /** Void an authorized payment; a booking that depends on it is cancelled */
        post: operations["postPaymentsByIdVoid"];
    };
    "/v1/manage/businesses/{businessId}/cashOwed": {
        /**
         * List refunds of money that the venue took itself, newest first
         * @description No gateway can return cash, a payment on the venue's own terminal or a bank transfer: the venue's staff hand it over and record it with `POST …/refunds/{id}/handover`. `handedOver=false` lists what is owed now.
         */
        get: operations["getManageBusinessesByBusinessIdCashOwed"];
    };
    "/v1/manage/businesses/{businessId}/refunds/{id}/handover": {
        /** Record that a refund was handed to the customer at the venue */
        post: operations["postManageBusinessesByBusinessIdRefundsByIdHandover"];
    };
    "/v1/payments/{id}/events": {
        /**
         * List the events of a payment, oldest first
         * @description Visible to the payer, to the members and API keys of the businesses it pays, and to the platform. A caller who sees only part of the payment does not see its total amounts.
         */
        get: operations["getPaymentsByIdEvents"];
    };
    "/v1/admin/payments": {
        /** List payments, newest first; with `hasAlarm=true` those that need attention */
        get: operations["getAdminPayments"];
    };
    "/v1/admin/payments/{id}/alarmDismissal": {
        /**
         * Dismiss a payment's alarm
         * @description The alarm and the reason stay in the audit trail. If the problem is found again, it raises a new alarm.
         */
        post: operations["postAdminPaymentsByIdAlarmDismissal"];
    };
    "/v1/wallet": {
        /** Read my wallet balances, per currency */
        get: operations["getWallet"];
    };
    "/v1/wallet/entries": {
        /** List my wallet entries, newest first */
        get: operations["getWalletEntries"];
    };
    "/v1/manage/businesses/{businessId}/statement": {
        /**
         * Read the statement of a business for a period
         * @description Days are those of the business's first location, or UTC without one; `from` and `to` are both included. net = gross − fees − refunds + adjustments; balance = openingBalance + net − collectedAtVenue − paidOut. The sums cover the whole period; `items` is one page of its lines, newest first. Sums and lines of one response are consistent. `format=csv` returns all lines as a file, between the closing balance and the opening balance.
         */
        get: operations["getManageBusinessesByBusinessIdStatement"];
    };
    "/v1/manage/businesses/{businessId}/payouts": {
        /** List the payouts to the business, newest first */
        get: operations["getManageBusinessesByBusinessIdPayouts"];
    };
    "/v1/admin/businesses/{businessId}/statement": {
        /** Read the statement of any business */
        get: operations["getAdminBusinessesByBusinessIdStatement"];
    };
    "/v1/admin/businesses/{businessId}/payouts": {
        /** List the payouts to a business, newest first */
        get: operations["getAdminBusinessesByBusinessIdPayouts"];
        /**
         * Record a payout to a business
         * @description The transfer itself is made at the bank. The amount cannot exceed the balance of the statement.
         */
        post: operations["postAdminBusinessesByBusinessIdPayouts"];
    };
    "/v1/admin/businesses/{businessId}/fee": {
        /** Read the platform's fee for a business */
        get: operations["getAdminBusinessesByBusinessIdFee"];
        /** Change the platform's fee, for money earned from now on */
        patch: operations["patchAdminBusinessesByBusinessIdFee"];
    };
    "/v1/admin/payables": {
        /**
         * List what every business is owed in a currency, largest first
         * @description Lists only amounts above zero. `format=csv` returns everything as one file, without pages.
         */
        get: operations["getAdminPayables"];
    };
    "/v1/admin/payoutBatches": {
        /** List payout batches, newest first */
        get: operations["getAdminPayoutBatches"];
        /**
         * Record payouts of everything businesses are owed
         * @description Records one payout to every business, or to each of `businessIds`, of all that it is owed at that moment if that is at least the minimum: all payouts or none. The transfers themselves are made at the bank, from the batch as CSV.
         */
        post: operations["postAdminPayoutBatches"];
    };
    "/v1/admin/payoutBatches/{id}": {
        /**
         * Read a payout batch with a page of its payouts
         * @description `format=csv` returns the file for the bank: one row per payout with its reference, the business's id and names, the amount as a decimal and the currency.
         */
        get: operations["getAdminPayoutBatchesById"];
    };
    "/v1/admin/ledger/accounts": {
        /** List all ledger accounts with their balances, which sum to zero per currency */
        get: operations["getAdminLedgerAccounts"];
    };
    "/v1/admin/ledger/transactions": {
        /**
         * List the ledger transactions of a payment, a booking or an order, oldest first
         * @description Send at least one of `paymentId`, `bookingId` and `orderId`.
         */
        get: operations["getAdminLedgerTransactions"];
    };
    "/webhooks/moyasar": {
        /**
         * Events from Moyasar
         * @description A repeated event is counted and has no further effect.
         */
        post: operations["postWebhooksMoyasar"];
    };
    "/webhooks/stripe": {
        /**
         * Events from Stripe
         * @description A repeated event is counted and has no further effect.
         */
        post: operations["postWebhooksStripe"];
    };
    "/v1/admin/webhookInbox": {
        /** List the webhooks received from gateways, newest first */
        get: operations["getAdminWebhookInbox"];
    };
    "/v1/admin/webhookInbox/{id}/reprocessing": {
        /**
         * Process a webhook again
         * @description Fetches the payment from the gateway again; nothing is done twice.
         */
        post: operations["postAdminWebhookInboxByIdReprocessing"];
    };
    "/v1/invoices": {
        /** List my invoices and credit notes, newest first */
        get: operations["getInvoices"];
    };
    "/v1/manage/businesses/{businessId}/invoices": {
        /** List the invoices and credit notes of a business, newest first */
        get: operations["getManageBusinessesByBusinessIdInvoices"];
    };
    "/v1/invoices/{id}": {
        /**
         * Read an invoice or credit note
         * @description Visible to the booking's customer, to the members and API keys of its business, and to the platform.
         */
        get: operations["getInvoicesById"];
    };
    "/v1/invoices/{id}/page": {
        /**
         * Read an invoice or credit note as a printable page
         * @description In both languages; `lang`, or else `Accept-Language`, says which comes first. Visible to the booking's customer, to the members and API keys of its business, and to the platform.
         */
        get: operations["getInvoicesByIdPage"];
    };
    "/v1/manage/businesses/{businessId}/taxSettings": {
        /**
         * Read the tax settings
         * @description Before the first edit: not registered for VAT, with the name of the business.
         */
        get: operations["getManageBusinessesByBusinessIdTaxSettings"];
        /**
         * Replace the tax settings
         * @description Applies to invoices issued from now on; issued invoices do not change.
         */
        put: operations["putManageBusinessesByBusinessIdTaxSettings"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AdminPayment */
        AdminPayment: {
            id: string;
            orderId: string | null;
            purpose: "order" | "balance" | "top_up";
            duplicateOf: string | null;
            status: "initiated" | "authorized" | "paid" | "failed" | "voided" | "partially_refunded" | "refunded";
            method: "card" | "wallet" | "cash" | "card-terminal" | "transfer";
            gateway: "moyasar" | "stripe" | "wallet" | "venue";
            amount: components["schemas"]["Money"];
            captured: components["schemas"]["Money"];
            refunded: components["schemas"]["Money"];
            redirectUrl: string | null;
            failure: {
                code: string;
                message: string;
            } | null;
            card: {
                brand: string;
                last4: string;
            } | null;
            shares: {
                bookingId: string;
                amount: components["schemas"]["Money"];
                refunded: components["schemas"]["Money"];
            }[];
            stamps: {
                initiatedAt: string | null;
                authorizedAt: string | null;
                paidAt: string | null;
                failedAt: string | null;
                voidedAt: string | null;
                partiallyRefundedAt: string | null;
                refundedAt: string | null;
            };
            /** Format: date-time */
            createdAt: string;
            /** @description For If-Match */
            version: number;
            customerId: string | null;
            gatewayRef: string | null;
            alarm: string | null;
        };
        /** AdminPaymentPage */
        AdminPaymentPage: {
            items: components["schemas"]["AdminPayment"][];
            nextCursor: string | null;
        };
        /** AmendedItem */
        AmendedItem: {
            id: string;
            before: components["schemas"]["BookingItem"] | null;
            after: components["schemas"]["BookingItem"] | null;
            price: {
                before: components["schemas"]["Money"];
                after: components["schemas"]["Money"];
            };
        };
        /** Amendment */
        Amendment: {
            id: string;
            bookingId: string;
            by: "customer" | "business" | "system";
            reason: string;
            /**
             * @description In a quote: the status the amendment would have
             * @enum {unknown}
             */
            status: "applied" | "awaitingPayment" | "awaitingAcceptance" | "declined" | "expired" | "withdrawn";
            price: {
                before: components["schemas"]["Money"];
                after: components["schemas"]["Money"];
            };
            dueNow: components["schemas"]["Money"];
            goesBack: components["schemas"]["Money"];
            fee: components["schemas"]["AmendmentFee"];
            acceptance: "none" | "again";
            expiresAt: string | null;
            items: components["schemas"]["AmendedItem"][];
            /** Format: date-time */
            createdAt: string;
            stamps: components["schemas"]["AmendmentStamps"];
        };
        /** AmendmentFee */
        AmendmentFee: {
            amount: components["schemas"]["Money"];
            floor: components["schemas"]["Money"];
            reason: ("partial-cancellation" | "frozen") | null;
        };
        /** AmendmentMoney */
        AmendmentMoney: {
            kind: "cash" | "card-terminal" | "transfer";
            reference?: string;
            amount?: components["schemas"]["Money"];
        };
        /** AmendmentPage */
        AmendmentPage: {
            items: components["schemas"]["Amendment"][];
            nextCursor: string | null;
        };
        /**
         * AmendmentQuote
         * @description `dueNow` must be paid before the amendment applies; `goesBack` is refunded automatically. `fee.amount` is kept for what is removed; `fee.floor` is the minimum fee of a later cancellation.
         */
        AmendmentQuote: {
            /**
             * @description In a quote: the status the amendment would have
             * @enum {unknown}
             */
            status: "applied" | "awaitingPayment" | "awaitingAcceptance" | "declined" | "expired" | "withdrawn";
            price: {
                before: components["schemas"]["Money"];
                after: components["schemas"]["Money"];
            };
            dueNow: components["schemas"]["Money"];
            goesBack: components["schemas"]["Money"];
            fee: components["schemas"]["AmendmentFee"];
            acceptance: "none" | "again";
            expiresAt: string | null;
            items: components["schemas"]["AmendedItem"][];
        };
        /** AmendmentRequest */
        AmendmentRequest: {
            /** @description Items to change or add. Send only the fields that change */
            items?: components["schemas"]["ItemChange"][];
            /** @description Items to remove */
            remove?: string[];
            reason?: string;
        };
        /** AmendmentStamps */
        AmendmentStamps: {
            awaitingPaymentAt: string | null;
            awaitingAcceptanceAt: string | null;
            appliedAt: string | null;
            declinedAt: string | null;
            expiredAt: string | null;
            withdrawnAt: string | null;
        };
        /** ApiKey */
        ApiKey: {
            id: string;
            name: string;
            scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write")[];
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
        };
        /** ApiKeyList */
        ApiKeyList: { items: components["schemas"]["ApiKey"][]; };
        /** AppointmentItem */
        AppointmentItem: {
            /** @constant */
            kind: "appointment";
            serviceId: string;
            /**
             * Format: uuid
             * @description Leave out for any free staff member
             */
            staffId?: string;
            /** Format: date-time */
            start: string;
            /**
             * Format: date-time
             * @description `start` plus the service's duration
             */
            end?: string;
        };
        /** AuditEntry */
        AuditEntry: {
            id: string;
            /**
             * Format: uuid
             * @description All zeros for platform actions
             */
            businessId: string;
            /** Format: date-time */
            at: string;
            /** @description user:<id>, key:<id> or system:<task> */
            actor: string;
            /** @example service.changed */
            action: string;
            subjectKind: string;
            subjectId: string;
            requestId: string | null;
            ip: string | null;
            /** @description The record before the action; null if the action created it */
            before: unknown;
            /** @description The record after the action; null if the action removed it */
            after: unknown;
        };
        /** AuditEntryPage */
        AuditEntryPage: {
            items: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
        };
        /** BatchPayout */
        BatchPayout: {
            businessId: string;
            businessName: components["schemas"]["Text"];
            id: string;
            amount: components["schemas"]["Money"];
            /** @description The bank's reference, or anything else that identifies the transfer */
            reference: string;
            batchId: string | null;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** BookedAppointment */
        BookedAppointment: {
            /** @constant */
            kind: "appointment";
            serviceId: string;
            staffId: string | null;
            staff: components["schemas"]["NamedStaffMember"] | null;
            /** @description The customer did not choose the staff member */
            anyStaff: boolean;
            timezone: string | null;
            id: string;
            offeringId: string;
            name: components["schemas"]["Text"];
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            quantity: number;
            price: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            acceptance: "auto" | "manual";
            cancelPolicy: components["schemas"]["CancelPolicy"];
            feeFloor: components["schemas"]["Money"];
        };
        /** BookedRental */
        BookedRental: {
            /** @constant */
            kind: "rental";
            rentalId: string;
            units: number;
            unitIds: string[];
            rentalUnits: components["schemas"]["NamedRentalUnit"][];
            /** @description The customer did not choose the units */
            anyUnits: boolean;
            timezone: string | null;
            id: string;
            offeringId: string;
            name: components["schemas"]["Text"];
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            quantity: number;
            price: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            acceptance: "auto" | "manual";
            cancelPolicy: components["schemas"]["CancelPolicy"];
            feeFloor: components["schemas"]["Money"];
        };
        /** BookedSeats */
        BookedSeats: {
            /** @constant */
            kind: "seat";
            routeId: string;
            tripId: string;
            /**
             * Format: uuid
             * @description The boarding stop
             */
            from: string;
            /**
             * Format: uuid
             * @description The alighting stop
             */
            to: string;
            fromStop: components["schemas"]["NamedStop"];
            toStop: components["schemas"]["NamedStop"];
            /** Format: date-time */
            departure: string;
            /** Format: date-time */
            arrival: string;
            seats: {
                label: string;
                class: string;
                passenger: string;
            }[];
            id: string;
            offeringId: string;
            name: components["schemas"]["Text"];
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            quantity: number;
            price: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            acceptance: "auto" | "manual";
            cancelPolicy: components["schemas"]["CancelPolicy"];
            feeFloor: components["schemas"]["Money"];
        };
        /** BookedStay */
        BookedStay: {
            /** @constant */
            kind: "stay";
            roomTypeId: string;
            propertyName: components["schemas"]["LongText"];
            /** Format: date */
            checkIn: string;
            /** Format: date */
            checkOut: string;
            nights: number;
            rooms: number;
            guests: number;
            /** Format: date-time */
            checkInFrom: string;
            /** Format: date-time */
            checkOutUntil: string;
            id: string;
            offeringId: string;
            name: components["schemas"]["Text"];
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            quantity: number;
            price: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            acceptance: "auto" | "manual";
            cancelPolicy: components["schemas"]["CancelPolicy"];
            feeFloor: components["schemas"]["Money"];
        };
        /** Booking */
        Booking: {
            id: string;
            orderId: string;
            businessId: string;
            locationId: string | null;
            reference: string;
            status: "reserved" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "expired";
            source: string;
            customer: {
                id: string | null;
                name: string;
                phone: string | null;
            };
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            expiresAt: string | null;
            /** Format: date-time */
            extendableUntil: string;
            /** Format: date-time */
            checkInFrom: string;
            paymentTerms: "venue" | "deposit" | "full";
            acceptance: "auto" | "manual";
            total: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            fees: components["schemas"]["Money"];
            cancelPolicy: components["schemas"]["CancelPolicy"];
            cancelledBy: ("customer" | "business" | "system") | null;
            cancelReason: string | null;
            stamps: components["schemas"]["BookingStamps"];
            items: components["schemas"]["BookingItem"][];
            /** Format: date-time */
            createdAt: string;
            /** @description For If-Match */
            version: number;
        };
        /** BookingEvent */
        BookingEvent: {
            seq: number;
            type: string;
            from: string | null;
            to: string | null;
            /** Format: date-time */
            at: string;
            actor: string;
            reason: string | null;
            details: { [key: string]: unknown; };
            prevHash: string;
            hash: string;
        };
        /** BookingEventPage */
        BookingEventPage: {
            items: components["schemas"]["BookingEvent"][];
            nextCursor: string | null;
        };
        /** BookingItem */
        BookingItem: components["schemas"]["BookedAppointment"] | components["schemas"]["BookedRental"] | components["schemas"]["BookedSeats"] | components["schemas"]["BookedStay"];
        /** BookingPage */
        BookingPage: {
            items: components["schemas"]["Booking"][];
            nextCursor: string | null;
        };
        /** BookingStamps */
        BookingStamps: {
            reservedAt: string | null;
            pendingAt: string | null;
            confirmedAt: string | null;
            checkedInAt: string | null;
            completedAt: string | null;
            noShowAt: string | null;
            cancelledAt: string | null;
            expiredAt: string | null;
        };
        /** BusinessFee */
        BusinessFee: {
            /** @description Hundredths of a percent: 250 is 2.5 % */
            basisPoints: number;
            /** @description For If-Match */
            version: number;
        };
        /** Calendar */
        Calendar: {
            id: string;
            code: string;
            weekdays: number[];
            /** Format: date */
            startsOn: string;
            /** Format: date */
            endsOn: string;
            dates: components["schemas"]["CalendarDate"][];
            /** @description For If-Match */
            version: number;
        };
        /** CalendarDate */
        CalendarDate: {
            /** Format: date */
            date: string;
            runs: boolean;
        };
        /** CalendarPage */
        CalendarPage: {
            items: components["schemas"]["Calendar"][];
            nextCursor: string | null;
        };
        /** CancelPolicy */
        CancelPolicy: {
            freeCancelHours: number;
            cancelFeePercent: number;
            cancelFee: components["schemas"]["Money"];
            noShowFeePercent: number;
            /**
             * Format: date-time
             * @description Cancelling is free at least until this time because the operator changed the trip's times
             */
            freeUntil?: string;
        };
        /**
         * CancellationQuote
         * @description `reasons` says why the customer can no longer cancel: the booking has started, or they have checked in. `refund` is the part of the payments that is refunded automatically, including `refundVat` of VAT. The fee is never more than was paid.
         */
        CancellationQuote: {
            allowed: boolean;
            reasons: {
                rule: string;
                message: string;
            }[];
            /** Format: date-time */
            freeUntil: string;
            fee: components["schemas"]["Money"];
            paid: components["schemas"]["Money"];
            refund: components["schemas"]["Money"];
            refundVat: components["schemas"]["Money"];
        };
        /** CashOwed */
        CashOwed: {
            /**
             * Format: uuid
             * @description The refund's id
             */
            id: string;
            paymentId: string;
            bookingId: string;
            bookingReference: string;
            customer: {
                id: string | null;
                name: string;
                phone: string | null;
            };
            amount: components["schemas"]["Money"];
            method: "cash" | "card-terminal" | "transfer";
            cause: "cancellation" | "late_payment" | "paid_twice" | "declined" | "not_captured" | "amendment" | "business" | "platform";
            reason: string;
            /** Format: date-time */
            requestedAt: string;
            handedOverAt: string | null;
        };
        /** CashOwedPage */
        CashOwedPage: {
            items: components["schemas"]["CashOwed"][];
            nextCursor: string | null;
        };
        /** DevMessage */
        DevMessage: {
            to: string;
            channel: string;
            text: string;
            code: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** DevMessageList */
        DevMessageList: { items: components["schemas"]["DevMessage"][]; };
        /** Fare */
        Fare: {
            fromStopId: string;
            toStopId: string;
            price: components["schemas"]["Money"];
            class: string | null;
        };
        /** FarePage */
        FarePage: {
            items: components["schemas"]["Fare"][];
            nextCursor: string | null;
        };
        /** FoundBusiness */
        FoundBusiness: {
            id: string;
            slug: string;
            kind: "salon" | "venue" | "bus" | "hotel";
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            city: components["schemas"]["Place"];
            /** @description ISO 4217 */
            currency: string;
            distanceMeters: number | null;
        };
        /** FoundBusinessPage */
        FoundBusinessPage: {
            items: components["schemas"]["FoundBusiness"][];
            nextCursor: string | null;
        };
        /** Frequency */
        Frequency: {
            /** @description Time of the service day; 24:00 and up after midnight */
            start: string;
            /** @description Time of the service day; 24:00 and up after midnight */
            end: string;
            headwaySeconds: number;
        };
        /** FullPayoutBatch */
        FullPayoutBatch: {
            id: string;
            /** @description Unique among batches; begins with a letter or digit. Each payout's reference is this one, a dash and its number */
            reference: string;
            amount: components["schemas"]["Money"];
            payoutCount: number;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
            payouts: components["schemas"]["BatchPayout"][];
            nextCursor: string | null;
        };
        /** GatewayEvent */
        GatewayEvent: { [key: string]: unknown; };
        /** Holiday */
        Holiday: {
            /** Format: date */
            date: string;
            name: string;
        };
        /** InboxItem */
        InboxItem: {
            id: string;
            gateway: "moyasar" | "stripe";
            eventId: string;
            /** @example payment_paid */
            type: string;
            gatewayRef: string | null;
            /** Format: date-time */
            receivedAt: string;
            /** @description How often the same event was delivered */
            deliveries: number;
            processedAt: string | null;
            outcome: string | null;
        };
        /** InboxItemPage */
        InboxItemPage: {
            items: components["schemas"]["InboxItem"][];
            nextCursor: string | null;
        };
        /** Invoice */
        Invoice: {
            id: string;
            kind: "invoice" | "credit_note";
            /** @description Sequential without gaps, per kind and business */
            number: number;
            businessId: string;
            bookingId: string;
            bookingReference: string;
            paymentId: string;
            refundId: string | null;
            originalId: string | null;
            originalNumber: number | null;
            refundCause: string | null;
            amendmentId: string | null;
            buyerName: string;
            seller: {
                name: components["schemas"]["Text"];
                vatNumber: string | null;
                address: {
                    ar: string;
                    en: string;
                };
                timezone: string;
            };
            rateBasisPoints: number | null;
            lines: components["schemas"]["InvoiceLine"][];
            net: components["schemas"]["Money"];
            vat: components["schemas"]["Money"];
            gross: components["schemas"]["Money"];
            qr: string | null;
            /** Format: date-time */
            issuedAt: string;
        };
        /** InvoiceLine */
        InvoiceLine: {
            name: components["schemas"]["Text"];
            quantity: number;
            /**
             * @description The part of the item's price that the payment paid
             * @enum {unknown}
             */
            covers: "full" | "deposit" | "balance" | "part";
            price: components["schemas"]["Money"];
            amount: components["schemas"]["Money"];
            /** @description Hundredths of a percent: 1500 is 15 % */
            rateBasisPoints: number;
            vat: components["schemas"]["Money"];
        };
        /** InvoicePage */
        InvoicePage: {
            items: components["schemas"]["Invoice"][];
            nextCursor: string | null;
        };
        /** ItemChange */
        ItemChange: {
            /**
             * Format: uuid
             * @description Leave out to add an item
             */
            id?: string;
            kind?: "appointment" | "rental" | "seat" | "stay";
            serviceId?: string;
            /**
             * Format: uuid
             * @description Leave out for any free staff member
             */
            staffId?: string;
            /** Format: date-time */
            start?: string;
            /**
             * Format: date-time
             * @description `start` plus the service's duration
             */
            end?: string;
            rentalId?: string;
            units?: number;
            unitIds?: string[];
            tripId?: string;
            /**
             * Format: uuid
             * @description Boarding stop
             */
            from?: string;
            /**
             * Format: uuid
             * @description Alighting stop
             */
            to?: string;
            seats?: {
                /** @example 12A */
                label: string;
                /** @description Name of the passenger */
                passenger: string;
            }[];
            roomTypeId?: string;
            /** Format: date */
            checkIn?: string;
            /**
             * Format: date
             * @description Departure date; its night is not included. At most 90 nights
             */
            checkOut?: string;
            rooms?: number;
            /** @description Total across all rooms */
            guests?: number;
        };
        /** Journey */
        Journey: {
            id: string;
            routeId: string;
            calendarId: string;
            vehicleId: string;
            code: string;
            headsign: string;
            /** @example Asia/Riyadh */
            timezone: string;
            stops: components["schemas"]["JourneyStop"][];
            frequencies: components["schemas"]["Frequency"][];
            /** @description For If-Match */
            version: number;
        };
        /** JourneyPage */
        JourneyPage: {
            items: components["schemas"]["Journey"][];
            nextCursor: string | null;
        };
        /** JourneyStop */
        JourneyStop: {
            stopId: string;
            /** @description Time of the service day; 24:00 and up after midnight */
            arrival: string;
            /** @description Time of the service day; 24:00 and up after midnight */
            departure: string;
            boards: boolean;
            alights: boolean;
        };
        /** LedgerAccount */
        LedgerAccount: {
            id: string;
            kind: "customer_wallet" | "business_payable" | "venue_cash" | "gateway_clearing" | "platform_fee" | "order_funds" | "refunds_payable" | "write_off";
            ownerId: string | null;
            gateway: string | null;
            balance: components["schemas"]["SignedMoney"];
        };
        /** LedgerTransaction */
        LedgerTransaction: {
            id: string;
            kind: "payment" | "top_up" | "wallet_hold" | "wallet_release" | "fee" | "refund_requested" | "refund_paid" | "refund_withdrawn" | "payout" | "venue_payment" | "write_off" | "adjustment";
            key: string;
            orderId: string | null;
            bookingId: string | null;
            paymentId: string | null;
            refundId: string | null;
            /** @description user:<id>, key:<id> or system:<task> */
            actor: string;
            requestId: string | null;
            memo: string;
            /** Format: date-time */
            at: string;
            entries: {
                account: {
                    id: string;
                    kind: "customer_wallet" | "business_payable" | "venue_cash" | "gateway_clearing" | "platform_fee" | "order_funds" | "refunds_payable" | "write_off";
                    ownerId: string | null;
                    gateway: string | null;
                };
                amount: components["schemas"]["SignedMoney"];
            }[];
        };
        /** LedgerTransactionPage */
        LedgerTransactionPage: {
            items: components["schemas"]["LedgerTransaction"][];
            nextCursor: string | null;
        };
        /** Location */
        Location: {
            id: string;
            name: components["schemas"]["Text"];
            address: components["schemas"]["Place"];
            city: components["schemas"]["Place"];
            latitude: number | null;
            longitude: number | null;
            /** @example Asia/Riyadh */
            timezone: string;
            /** @example 09:00 */
            checkIn: string;
            /** @example 09:00 */
            checkOut: string;
            active: boolean;
            hours: components["schemas"]["WeekWindow"][];
            holidays: components["schemas"]["Holiday"][];
            /** @description For If-Match */
            version: number;
        };
        /** LocationPage */
        LocationPage: {
            items: components["schemas"]["Location"][];
            nextCursor: string | null;
        };
        /** LongText */
        LongText: {
            ar: string;
            en: string;
        };
        /** ManagedBusiness */
        ManagedBusiness: {
            id: string;
            kind: "salon" | "venue" | "bus" | "hotel";
            slug: string;
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            city: components["schemas"]["Place"];
            /** @description ISO 4217 */
            currency: string;
            status: "draft" | "submitted" | "approved" | "rejected" | "suspended";
            submittedAt: string | null;
            approvedAt: string | null;
            rejectedAt: string | null;
            suspendedAt: string | null;
            decidedBy: string | null;
            decisionReason: string | null;
            /** @description How long after its end a booking can still be marked as a no-show before it is completed automatically; default 720 */
            completionGraceMinutes: number;
            /** @description `manual`, or the import that created it */
            source: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description For If-Match */
            version: number;
        };
        /** ManagedBusinessPage */
        ManagedBusinessPage: {
            items: components["schemas"]["ManagedBusiness"][];
            nextCursor: string | null;
        };
        /** ManagedTrip */
        ManagedTrip: {
            id: string;
            journeyId: string;
            vehicleId: string;
            /** Format: date */
            serviceDate: string;
            /** Format: date-time */
            departure: string;
            /** Format: date-time */
            arrival: string;
            stops: components["schemas"]["ManagedTripStop"][];
            status: "scheduled" | "cancelled";
            /** @description For If-Match */
            version: number;
        };
        /** ManagedTripPage */
        ManagedTripPage: {
            items: components["schemas"]["ManagedTrip"][];
            nextCursor: string | null;
        };
        /** ManagedTripStop */
        ManagedTripStop: {
            stopId: string;
            /** Format: date-time */
            arrival: string;
            /** Format: date-time */
            departure: string;
            boards: boolean;
            alights: boolean;
        };
        /** Me */
        Me: {
            id: string;
            phone: string | null;
            name: string;
            locale: "ar" | "en";
            isAdmin: boolean;
            /** @description The first 100; `GET /v1/manage/businesses` lists all of them */
            memberships: {
                businessId: string;
                role: "staff" | "manager" | "owner";
            }[];
            /** @description For If-Match */
            version: number;
        };
        /** Member */
        Member: {
            userId: string;
            name: string | null;
            phone: string | null;
            role: "staff" | "manager" | "owner";
            /** Format: date-time */
            createdAt: string;
            /** @description For If-Match */
            version: number;
        };
        /** MemberPage */
        MemberPage: {
            items: components["schemas"]["Member"][];
            nextCursor: string | null;
        };
        /** Money */
        Money: {
            /** @description In the currency's minor unit: 15000 SAR is 150.00 riyals */
            amount: number;
            /** @description ISO 4217 */
            currency: string;
        };
        /** NamedRentalUnit */
        NamedRentalUnit: {
            id: string;
            label: string;
        };
        /** NamedStaffMember */
        NamedStaffMember: {
            id: string;
            name: components["schemas"]["LongText"];
        };
        /** NamedStop */
        NamedStop: {
            id: string;
            name: components["schemas"]["LongText"];
        };
        /** NewApiKey */
        NewApiKey: {
            id: string;
            name: string;
            scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write")[];
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            /** @description Shown only once */
            token: string;
        };
        /** Order */
        Order: {
            id: string;
            status: "reserved" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "expired";
            expiresAt: string | null;
            total: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            bookings: components["schemas"]["Booking"][];
            /** Format: date-time */
            createdAt: string;
        };
        /** OrderRequest */
        OrderRequest: {
            items: (components["schemas"]["AppointmentItem"] | components["schemas"]["RentalItem"] | components["schemas"]["SeatItem"] | components["schemas"]["StayItem"])[];
            /** @description The customer, if it is not the signed-in user */
            customer?: {
                name: string;
                /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                phone?: string;
            };
            /** @description Rules to override, for a business's desk and API keys only. Overrides are recorded in the audit trail */
            override?: ("inside-lead-time" | "beyond-horizon" | "not-on-sale" | "night-closed" | "below-minimum-stay")[];
        };
        /** OwnBusiness */
        OwnBusiness: {
            id: string;
            kind: "salon" | "venue" | "bus" | "hotel";
            slug: string;
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            city: components["schemas"]["Place"];
            /** @description ISO 4217 */
            currency: string;
            status: "draft" | "submitted" | "approved" | "rejected" | "suspended";
            submittedAt: string | null;
            approvedAt: string | null;
            rejectedAt: string | null;
            suspendedAt: string | null;
            decidedBy: string | null;
            decisionReason: string | null;
            /** @description How long after its end a booking can still be marked as a no-show before it is completed automatically; default 720 */
            completionGraceMinutes: number;
            /** @description `manual`, or the import that created it */
            source: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description For If-Match */
            version: number;
            role: "staff" | "manager" | "owner";
        };
        /** OwnBusinessPage */
        OwnBusinessPage: {
            items: components["schemas"]["OwnBusiness"][];
            nextCursor: string | null;
        };
        /** PaidBy */
        PaidBy: {
            kind: "nothing-due" | "cash" | "card-terminal" | "transfer";
            reference?: string;
            amount?: components["schemas"]["Money"];
        };
        /** Payable */
        Payable: {
            businessId: string;
            businessName: components["schemas"]["Text"];
            amount: components["schemas"]["Money"];
        };
        /** PayablePage */
        PayablePage: {
            items: components["schemas"]["Payable"][];
            nextCursor: string | null;
        };
        /** Payment */
        Payment: {
            id: string;
            orderId: string | null;
            purpose: "order" | "balance" | "top_up";
            duplicateOf: string | null;
            status: "initiated" | "authorized" | "paid" | "failed" | "voided" | "partially_refunded" | "refunded";
            method: "card" | "wallet" | "cash" | "card-terminal" | "transfer";
            gateway: "moyasar" | "stripe" | "wallet" | "venue";
            amount: components["schemas"]["Money"];
            captured: components["schemas"]["Money"];
            refunded: components["schemas"]["Money"];
            redirectUrl: string | null;
            failure: {
                code: string;
                message: string;
            } | null;
            card: {
                brand: string;
                last4: string;
            } | null;
            shares: {
                bookingId: string;
                amount: components["schemas"]["Money"];
                refunded: components["schemas"]["Money"];
            }[];
            stamps: {
                initiatedAt: string | null;
                authorizedAt: string | null;
                paidAt: string | null;
                failedAt: string | null;
                voidedAt: string | null;
                partiallyRefundedAt: string | null;
                refundedAt: string | null;
            };
            /** Format: date-time */
            createdAt: string;
            /** @description For If-Match */
            version: number;
        };
        /** PaymentEvent */
        PaymentEvent: {
            seq: number;
            type: string;
            from: string | null;
            to: string | null;
            /** Format: date-time */
            at: string;
            actor: string;
            requestId: string | null;
            details: { [key: string]: unknown; };
        };
        /** PaymentEventPage */
        PaymentEventPage: {
            items: components["schemas"]["PaymentEvent"][];
            nextCursor: string | null;
        };
        /** PaymentPage */
        PaymentPage: {
            items: components["schemas"]["Payment"][];
            nextCursor: string | null;
        };
        /** Payout */
        Payout: {
            id: string;
            amount: components["schemas"]["Money"];
            /** @description The bank's reference, or anything else that identifies the transfer */
            reference: string;
            batchId: string | null;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** PayoutBatch */
        PayoutBatch: {
            id: string;
            /** @description Unique among batches; begins with a letter or digit. Each payout's reference is this one, a dash and its number */
            reference: string;
            amount: components["schemas"]["Money"];
            payoutCount: number;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** PayoutBatchPage */
        PayoutBatchPage: {
            items: components["schemas"]["PayoutBatch"][];
            nextCursor: string | null;
        };
        /** PayoutPage */
        PayoutPage: {
            items: components["schemas"]["Payout"][];
            nextCursor: string | null;
        };
        /** Person */
        Person: {
            id: string;
            phone: string | null;
            name: string;
            locale: "ar" | "en";
            isAdmin: boolean;
        };
        /** Place */
        Place: {
            ar: string;
            en: string;
        };
        /** PriceBand */
        PriceBand: {
            weekday: number;
            /** @example 09:00 */
            start: string;
            /** @description After the start, 24:00 at the latest */
            end: string;
            pricePerHour: components["schemas"]["Money"];
        };
        /** PublishedBusiness */
        PublishedBusiness: {
            id: string;
            slug: string;
            kind: "salon" | "venue" | "bus" | "hotel";
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            city: components["schemas"]["Place"];
            /** @description ISO 4217 */
            currency: string;
            /** @description The first 20; `GET /v1/businesses/{idOrSlug}/locations` lists all of them */
            locations: components["schemas"]["Location"][];
        };
        /** PublishedStaffMember */
        PublishedStaffMember: {
            id: string;
            locationId: string;
            name: components["schemas"]["Text"];
            serviceIds: string[];
        };
        /** PublishedStaffMemberPage */
        PublishedStaffMemberPage: {
            items: components["schemas"]["PublishedStaffMember"][];
            nextCursor: string | null;
        };
        /** Refund */
        Refund: {
            id: string;
            paymentId: string;
            bookingId: string;
            amount: components["schemas"]["Money"];
            /**
             * @description `source`: to the card, or at the venue that took the money. `wallet`: to the payer's wallet
             * @enum {unknown}
             */
            destination: "source" | "wallet";
            cause: "cancellation" | "late_payment" | "paid_twice" | "declined" | "not_captured" | "amendment" | "business" | "platform";
            reason: string;
            itemIds: string[] | null;
            status: "requested" | "succeeded" | "failed";
            /** Format: date-time */
            requestedAt: string;
            succeededAt: string | null;
            failedAt: string | null;
        };
        /** RefundPage */
        RefundPage: {
            items: components["schemas"]["Refund"][];
            nextCursor: string | null;
        };
        /** Rental */
        Rental: {
            id: string;
            locationId: string | null;
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            active: boolean;
            terms: components["schemas"]["Terms"];
            /** @description For If-Match */
            version: number;
            stepMinutes: number;
            durationsMinutes: number[];
            pricePerHour: components["schemas"]["Money"];
            prices: components["schemas"]["PriceBand"][];
            rentalUnits: components["schemas"]["UnitOfRental"][];
        };
        /** RentalItem */
        RentalItem: {
            /** @constant */
            kind: "rental";
            rentalId: string;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            units?: number;
            unitIds?: string[];
        };
        /** RentalPage */
        RentalPage: {
            items: components["schemas"]["Rental"][];
            nextCursor: string | null;
        };
        /** RentalSlot */
        RentalSlot: {
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            unitsFree: number;
            price: components["schemas"]["Money"];
        };
        /** RentalUnit */
        RentalUnit: {
            id: string;
            rentalId: string;
            label: string;
            active: boolean;
            /** @description For If-Match */
            version: number;
        };
        /** RentalUnitPage */
        RentalUnitPage: {
            items: components["schemas"]["RentalUnit"][];
            nextCursor: string | null;
        };
        /**
         * RoomOffer
         * @description `price` is the total for all nights and rooms
         */
        RoomOffer: {
            id: string;
            name: components["schemas"]["LongText"];
            roomsFree: number;
            price: components["schemas"]["Money"];
        };
        /** RoomRate */
        RoomRate: {
            /** Format: date */
            night: string;
            price: components["schemas"]["Money"] | null;
            closed: boolean;
            minNights: number | null;
        };
        /** RoomRateList */
        RoomRateList: { items: components["schemas"]["RoomRate"][]; };
        /** RoomType */
        RoomType: {
            id: string;
            locationId: string | null;
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            active: boolean;
            terms: components["schemas"]["Terms"];
            /** @description For If-Match */
            version: number;
            rooms: number;
            occupancy: number;
            minNights: number;
            price: components["schemas"]["Money"];
        };
        /** RoomTypePage */
        RoomTypePage: {
            items: components["schemas"]["RoomType"][];
            nextCursor: string | null;
        };
        /** Route */
        Route: {
            id: string;
            locationId: string | null;
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            active: boolean;
            terms: components["schemas"]["Terms"];
            /** @description For If-Match */
            version: number;
            code: string;
            /** @description As in GTFS: 3 is a bus */
            routeType: number;
            price: components["schemas"]["Money"];
        };
        /** RoutePage */
        RoutePage: {
            items: components["schemas"]["Route"][];
            nextCursor: string | null;
        };
        /** Seat */
        Seat: {
            label: string;
            row: number;
            column: number;
            class: string;
        };
        /** SeatItem */
        SeatItem: {
            /** @constant */
            kind: "seat";
            tripId: string;
            /**
             * Format: uuid
             * @description Boarding stop
             */
            from: string;
            /**
             * Format: uuid
             * @description Alighting stop
             */
            to: string;
            seats: {
                /** @example 12A */
                label: string;
                /** @description Name of the passenger */
                passenger: string;
            }[];
        };
        /** SeatLayout */
        SeatLayout: {
            rows: number;
            /** @description Seats in each block between aisles, from the left */
            columns: string;
            /** @description The last row has no aisle */
            lastRowFull?: boolean;
            classes?: {
                class: string;
                fromRow: number;
                toRow: number;
            }[];
        };
        /** SeatMap */
        SeatMap: {
            stops: components["schemas"]["SeatMapStop"][];
            items: components["schemas"]["SeatOffer"][];
        };
        /** SeatMapStop */
        SeatMapStop: {
            id: string;
            name: components["schemas"]["LongText"];
            position: number;
            /** Format: date-time */
            arrival: string;
            /** Format: date-time */
            departure: string;
            boards: boolean;
            alights: boolean;
        };
        /** SeatOffer */
        SeatOffer: {
            label: string;
            row: number;
            column: number;
            class: string;
            /**
             * @description `held`: not confirmed yet and may become free again
             * @enum {unknown}
             */
            status: "free" | "held" | "taken";
            price: components["schemas"]["Money"];
        };
        /** Service */
        Service: {
            id: string;
            locationId: string | null;
            name: components["schemas"]["Text"];
            description: components["schemas"]["LongText"];
            active: boolean;
            terms: components["schemas"]["Terms"];
            /** @description For If-Match */
            version: number;
            durationMinutes: number;
            bufferBeforeMinutes: number;
            bufferAfterMinutes: number;
            /** @description Interval between the start times offered */
            stepMinutes: number;
            price: components["schemas"]["Money"];
            staffIds: string[];
        };
        /** ServicePage */
        ServicePage: {
            items: components["schemas"]["Service"][];
            nextCursor: string | null;
        };
        /** ServiceSlot */
        ServiceSlot: {
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            staffIds: string[];
            price: components["schemas"]["Money"];
        };
        /** Session */
        Session: {
            id: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            expiresAt: string;
            userAgent: string | null;
            ip: string | null;
            /** @description The session of this request */
            current: boolean;
        };
        /** SessionPage */
        SessionPage: {
            items: components["schemas"]["Session"][];
            nextCursor: string | null;
        };
        /** SignedMoney */
        SignedMoney: {
            /** @description In the currency's minor unit; negative for money taken away or owed */
            amount: number;
            /** @description ISO 4217 */
            currency: string;
        };
        /** StaffException */
        StaffException: {
            id: string;
            /**
             * @description Time off or a one-off opening
             * @enum {unknown}
             */
            kind: "off" | "open";
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            reason: string;
        };
        /** StaffExceptionPage */
        StaffExceptionPage: {
            items: components["schemas"]["StaffException"][];
            nextCursor: string | null;
        };
        /** StaffMember */
        StaffMember: {
            id: string;
            locationId: string;
            userId: string | null;
            name: components["schemas"]["Text"];
            active: boolean;
            serviceIds: string[];
            windows: components["schemas"]["StaffWindow"][];
            breaks: components["schemas"]["WeekWindow"][];
            /** @description For If-Match */
            version: number;
        };
        /** StaffMemberPage */
        StaffMemberPage: {
            items: components["schemas"]["StaffMember"][];
            nextCursor: string | null;
        };
        /** StaffWindow */
        StaffWindow: {
            weekday: number;
            /** @example 09:00 */
            start: string;
            /** @description If not after the start, the window ends on the next day */
            end: string;
            active: boolean;
        };
        /** Statement */
        Statement: {
            /** @description ISO 4217 */
            currency: string;
            /** @example Asia/Riyadh */
            timezone: string;
            from: string | null;
            to: string | null;
            openingBalance: components["schemas"]["SignedMoney"];
            gross: components["schemas"]["SignedMoney"];
            fees: components["schemas"]["SignedMoney"];
            refunds: components["schemas"]["SignedMoney"];
            adjustments: components["schemas"]["SignedMoney"];
            net: components["schemas"]["SignedMoney"];
            collectedAtVenue: components["schemas"]["SignedMoney"];
            paidOut: components["schemas"]["SignedMoney"];
            balance: components["schemas"]["SignedMoney"];
            items: components["schemas"]["StatementLine"][];
            nextCursor: string | null;
        };
        /** StatementLine */
        StatementLine: {
            part: "gross" | "fees" | "refunds" | "adjustments" | "collectedAtVenue" | "paidOut";
            kind: "payment" | "top_up" | "wallet_hold" | "wallet_release" | "fee" | "refund_requested" | "refund_paid" | "refund_withdrawn" | "payout" | "venue_payment" | "write_off" | "adjustment";
            amount: components["schemas"]["SignedMoney"];
            /** Format: date-time */
            at: string;
            orderId: string | null;
            bookingId: string | null;
            paymentId: string | null;
            refundId: string | null;
            /** @description The reference of a payout */
            memo: string;
        };
        /**
         * Stay
         * @description `minPrice` is the lowest total for all nights and rooms
         */
        Stay: {
            businessId: string;
            businessName: components["schemas"]["LongText"];
            locationId: string;
            name: components["schemas"]["LongText"];
            minPrice: components["schemas"]["Money"];
            roomTypes: components["schemas"]["RoomOffer"][];
        };
        /** StayItem */
        StayItem: {
            /** @constant */
            kind: "stay";
            roomTypeId: string;
            /** Format: date */
            checkIn: string;
            /**
             * Format: date
             * @description Departure date; its night is not included. At most 90 nights
             */
            checkOut: string;
            rooms: number;
            /** @description Total across all rooms */
            guests: number;
        };
        /** StayPage */
        StayPage: {
            items: components["schemas"]["Stay"][];
            nextCursor: string | null;
        };
        /** Stop */
        Stop: {
            id: string;
            code: string;
            name: components["schemas"]["Text"];
            city: components["schemas"]["Place"];
            latitude: number | null;
            longitude: number | null;
            /** @example Asia/Riyadh */
            timezone: string;
            /** @description For If-Match */
            version: number;
        };
        /** StopPage */
        StopPage: {
            items: components["schemas"]["Stop"][];
            nextCursor: string | null;
        };
        /** TaxSettings */
        TaxSettings: {
            sellerName: components["schemas"]["Text"];
            vatNumber: string | null;
            /** @description Hundredths of a percent: 1500 is 15 % */
            rateBasisPoints: number;
            address: {
                ar: string;
                en: string;
            };
            /** @description For If-Match; 0 before the first edit */
            version: number;
        };
        /** TaxSettingsRequest */
        TaxSettingsRequest: {
            sellerName: {
                ar: string;
                en: string;
            };
            vatNumber: string | null;
            /**
             * @description Hundredths of a percent: 1500 is 15 %
             * @default 1500
             */
            rateBasisPoints: number;
            address?: {
                ar: string;
                en: string;
            };
        };
        /** Terms */
        Terms: {
            paymentTerms: "venue" | "deposit" | "full";
            acceptance: "auto" | "manual";
            depositPercent: number;
            holdMinutes: number;
            /** @description How long before the start booking closes */
            leadMinutes: number;
            /** @description How far ahead booking opens */
            horizonDays: number;
            freeCancelHours: number;
            cancelFeePercent: number;
            cancelFee: components["schemas"]["Money"];
            noShowFeePercent: number;
            acceptWithinMinutes: number | null;
            /** @description How long before the start check-in opens; default 60, for routes 180, for rooms 1440 */
            checkInOpensMinutes: number;
        };
        /** TermsChange */
        TermsChange: {
            paymentTerms?: "venue" | "deposit" | "full";
            acceptance?: "auto" | "manual";
            depositPercent?: number;
            holdMinutes?: number;
            /** @description How long before the start booking closes */
            leadMinutes?: number;
            /** @description How far ahead booking opens */
            horizonDays?: number;
            freeCancelHours?: number;
            cancelFeePercent?: number;
            cancelFee?: components["schemas"]["Money"];
            noShowFeePercent?: number;
            acceptWithinMinutes?: number | null;
            /** @description How long before the start check-in opens; default 60, for routes 180, for rooms 1440 */
            checkInOpensMinutes?: number;
        };
        /** Text */
        Text: {
            ar: string;
            en: string;
        };
        /**
         * Trip
         * @description `price` is the lowest price of one free seat
         */
        Trip: {
            id: string;
            businessId: string;
            businessName: components["schemas"]["LongText"];
            routeName: components["schemas"]["LongText"];
            /**
             * Format: uuid
             * @description Send as `from` in a booking
             */
            from: string;
            /**
             * Format: uuid
             * @description Send as `to` in a booking
             */
            to: string;
            /** Format: date-time */
            departure: string;
            /** Format: date-time */
            arrival: string;
            stops: components["schemas"]["TripStop"][];
            /** @description Seats free between these stops; 0 if sold out */
            seatsFree: number;
            price: components["schemas"]["Money"];
        };
        /** TripPage */
        TripPage: {
            items: components["schemas"]["Trip"][];
            nextCursor: string | null;
        };
        /** TripStop */
        TripStop: {
            id: string;
            name: components["schemas"]["LongText"];
            position: number;
            /** Format: date-time */
            arrival: string;
            /** Format: date-time */
            departure: string;
        };
        /** TripsMade */
        TripsMade: { made: number; };
        /** UnitOfRental */
        UnitOfRental: {
            id: string;
            label: string;
            active: boolean;
        };
        /** Vehicle */
        Vehicle: {
            id: string;
            name: string;
            seats: components["schemas"]["Seat"][];
            /** @description For If-Match */
            version: number;
        };
        /** VehiclePage */
        VehiclePage: {
            items: components["schemas"]["Vehicle"][];
            nextCursor: string | null;
        };
        /** WalletBalance */
        WalletBalance: { balance: components["schemas"]["Money"]; };
        /** WalletBalanceList */
        WalletBalanceList: { items: components["schemas"]["WalletBalance"][]; };
        /** WalletEntry */
        WalletEntry: {
            kind: "payment" | "top_up" | "wallet_hold" | "wallet_release" | "fee" | "refund_requested" | "refund_paid" | "refund_withdrawn" | "payout" | "venue_payment" | "write_off" | "adjustment";
            amount: components["schemas"]["SignedMoney"];
            /** Format: date-time */
            at: string;
            orderId: string | null;
            bookingId: string | null;
            paymentId: string | null;
            refundId: string | null;
        };
        /** WalletEntryPage */
        WalletEntryPage: {
            items: components["schemas"]["WalletEntry"][];
            nextCursor: string | null;
        };
        /** WeekWindow */
        WeekWindow: {
            weekday: number;
            /** @example 09:00 */
            start: string;
            /** @description If not after the start, the window ends on the next day */
            end: string;
        };
        /** @description RFC 9457 problem details */
        Problem: {
            /** Format: uri */
            type: string;
            title: string;
            status: number;
            detail: string;
            requestId: string;
            errors?: {
                /** @description JSON Pointer into the body, or /query/…, /headers/… */
                pointer: string;
                detail: string;
            }[];
        };
        AlreadyTakenProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/already-taken";
            /** @description The nearest offers */
            alternatives?: unknown[];
        };
        BusyProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/busy";
        };
        ConflictProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/conflict";
            /** @description Sold items that the edit would break, earliest first */
            bookings?: {
                /**
                 * Format: uuid
                 * @description The booking's id, to send in `acknowledge`
                 */
                id: string;
                reference: string;
                itemId: string;
                kind: "appointment" | "rental" | "seat" | "stay";
                /** Format: date-time */
                start: string;
                /** Format: date-time */
                end: string;
                customerName: string;
                /** @description The staff member, rental unit or seats; null for rooms */
                unit: components["schemas"]["Text"] | null;
                /** @description The rules it would break */
                reasons: string[];
                /**
                 * @description When a trip's vehicle changes: what happens to the booking once acknowledged
                 * @enum {unknown}
                 */
                outcome?: "moved" | "cancelled";
                /** @description When a trip's vehicle changes: the seats the new vehicle does not have */
                seats?: {
                    label: string;
                    class: string;
                    /** @description The equal free seat; null if there is none */
                    to: string | null;
                }[];
            }[];
            /** @description How many bookings `bookings` leaves out */
            moreBookings?: number;
            /**
             * Format: date-time
             * @description When it becomes possible
             */
            from?: string;
            /**
             * Format: date-time
             * @description The latest time the hold can last
             */
            until?: string;
        };
        ForbiddenProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/forbidden";
        };
        HoldLimitProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/hold-limit";
            /**
             * @description Whose places are counted
             * @enum {unknown}
             */
            by?: "customer" | "address";
            limit?: number;
            /** @description How many are held already */
            places?: number;
        };
        IdempotencyInProgressProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/idempotency-in-progress";
        };
        IdempotencyKeyMissingProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/idempotency-key-missing";
        };
        IdempotencyKeyReusedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/idempotency-key-reused";
        };
        InsufficientFundsProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/insufficient-funds";
            balance?: components["schemas"]["Money"];
        };
        InternalProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/internal";
        };
        InvalidRequestProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/invalid-request";
        };
        InvalidTransitionProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/invalid-transition";
            /** @description The current status */
            from?: string;
            /** @description The refused status */
            to?: string;
        };
        NotAvailableProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/not-available";
            /** @description The rules that refused */
            reasons?: {
                rule: string;
                message: string;
                /** @description The position of the item, from 0 */
                item?: number;
                /** @description The desk may override this rule by name */
                overridable?: boolean;
            }[];
            /** @description The nearest offers */
            alternatives?: unknown[];
        };
        NotFoundProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/not-found";
        };
        PreconditionFailedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/precondition-failed";
        };
        PreconditionRequiredProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/precondition-required";
        };
        TooLargeProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/too-large";
        };
        TooManyRequestsProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/too-many-requests";
        };
        UnauthenticatedProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/unauthenticated";
        };
        UnavailableProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/unavailable";
        };
        UnsupportedMediaTypeProblem: components["schemas"]["Problem"] & {
            /** @constant */
            type: "https://holdfast.example/problems/unsupported-media-type";
        };
    };
    responses: {
        /** @description AdminPayment */
        AdminPayment: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["AdminPayment"]; };
        };
        /** @description AdminPaymentPage */
        AdminPaymentPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["AdminPaymentPage"]; };
        };
        /** @description Amendment */
        Amendment: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Amendment"]; };
        };
        /** @description AmendmentPage */
        AmendmentPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["AmendmentPage"]; };
        };
        /** @description AmendmentQuote */
        AmendmentQuote: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["AmendmentQuote"]; };
        };
        /** @description ApiKeyList */
        ApiKeyList: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["ApiKeyList"]; };
        };
        /** @description AuditEntryPage */
        AuditEntryPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["AuditEntryPage"]; };
        };
        /** @description Booking */
        Booking: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Booking"]; };
        };
        /** @description BookingEventPage */
        BookingEventPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["BookingEventPage"]; };
        };
        /** @description BookingPage */
        BookingPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["BookingPage"]; };
        };
        /** @description BusinessFee */
        BusinessFee: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["BusinessFee"]; };
        };
        /** @description Calendar */
        Calendar: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Calendar"]; };
        };
        /** @description CalendarPage */
        CalendarPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["CalendarPage"]; };
        };
        /** @description CancellationQuote */
        CancellationQuote: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["CancellationQuote"]; };
        };
        /** @description CashOwed */
        CashOwed: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["CashOwed"]; };
        };
        /** @description CashOwedPage */
        CashOwedPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["CashOwedPage"]; };
        };
        /** @description DevMessageList */
        DevMessageList: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["DevMessageList"]; };
        };
        /** @description Done */
        Done: {
            headers: { [name: string]: unknown; };
            content?: never;
        };
        /** @description FarePage */
        FarePage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["FarePage"]; };
        };
        /** @description FoundBusinessPage */
        FoundBusinessPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["FoundBusinessPage"]; };
        };
        /** @description FullPayoutBatch */
        FullPayoutBatch: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["FullPayoutBatch"]; };
        };
        /** @description InboxItem */
        InboxItem: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["InboxItem"]; };
        };
        /** @description InboxItemPage */
        InboxItemPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["InboxItemPage"]; };
        };
        /** @description Invoice */
        Invoice: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Invoice"]; };
        };
        /** @description InvoicePage */
        InvoicePage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["InvoicePage"]; };
        };
        /** @description Journey */
        Journey: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Journey"]; };
        };
        /** @description JourneyPage */
        JourneyPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["JourneyPage"]; };
        };
        /** @description LedgerTransactionPage */
        LedgerTransactionPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["LedgerTransactionPage"]; };
        };
        /** @description Location */
        Location: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Location"]; };
        };
        /** @description LocationPage */
        LocationPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["LocationPage"]; };
        };
        /** @description ManagedBusiness */
        ManagedBusiness: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["ManagedBusiness"]; };
        };
        /** @description ManagedBusinessPage */
        ManagedBusinessPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["ManagedBusinessPage"]; };
        };
        /** @description ManagedTrip */
        ManagedTrip: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["ManagedTrip"]; };
        };
        /** @description ManagedTripPage */
        ManagedTripPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["ManagedTripPage"]; };
        };
        /** @description Me */
        Me: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Me"]; };
        };
        /** @description Member */
        Member: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Member"]; };
        };
        /** @description MemberPage */
        MemberPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["MemberPage"]; };
        };
        /** @description NewApiKey */
        NewApiKey: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["NewApiKey"]; };
        };
        /** @description Order */
        Order: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Order"]; };
        };
        /** @description OwnBusinessPage */
        OwnBusinessPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["OwnBusinessPage"]; };
        };
        /** @description Payment */
        Payment: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Payment"]; };
        };
        /** @description PaymentEventPage */
        PaymentEventPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["PaymentEventPage"]; };
        };
        /** @description PaymentPage */
        PaymentPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["PaymentPage"]; };
        };
        /** @description Payout */
        Payout: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Payout"]; };
        };
        /** @description PayoutBatchPage */
        PayoutBatchPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["PayoutBatchPage"]; };
        };
        /** @description PayoutPage */
        PayoutPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["PayoutPage"]; };
        };
        /** @description PublishedBusiness */
        PublishedBusiness: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["PublishedBusiness"]; };
        };
        /** @description PublishedStaffMemberPage */
        PublishedStaffMemberPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["PublishedStaffMemberPage"]; };
        };
        /** @description Refund */
        Refund: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Refund"]; };
        };
        /** @description RefundPage */
        RefundPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RefundPage"]; };
        };
        /** @description Rental */
        Rental: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Rental"]; };
        };
        /** @description RentalPage */
        RentalPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RentalPage"]; };
        };
        /** @description RentalUnit */
        RentalUnit: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RentalUnit"]; };
        };
        /** @description RentalUnitPage */
        RentalUnitPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RentalUnitPage"]; };
        };
        /** @description RoomRateList */
        RoomRateList: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RoomRateList"]; };
        };
        /** @description RoomType */
        RoomType: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RoomType"]; };
        };
        /** @description RoomTypePage */
        RoomTypePage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RoomTypePage"]; };
        };
        /** @description Route */
        Route: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Route"]; };
        };
        /** @description RoutePage */
        RoutePage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["RoutePage"]; };
        };
        /** @description SeatMap */
        SeatMap: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["SeatMap"]; };
        };
        /** @description Service */
        Service: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Service"]; };
        };
        /** @description ServicePage */
        ServicePage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["ServicePage"]; };
        };
        /** @description SessionPage */
        SessionPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["SessionPage"]; };
        };
        /** @description StaffException */
        StaffException: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["StaffException"]; };
        };
        /** @description StaffExceptionPage */
        StaffExceptionPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["StaffExceptionPage"]; };
        };
        /** @description StaffMember */
        StaffMember: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["StaffMember"]; };
        };
        /** @description StaffMemberPage */
        StaffMemberPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["StaffMemberPage"]; };
        };
        /** @description StayPage */
        StayPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["StayPage"]; };
        };
        /** @description Stop */
        Stop: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Stop"]; };
        };
        /** @description StopPage */
        StopPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["StopPage"]; };
        };
        /** @description TaxSettings */
        TaxSettings: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["TaxSettings"]; };
        };
        /** @description TripPage */
        TripPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["TripPage"]; };
        };
        /** @description TripsMade */
        TripsMade: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["TripsMade"]; };
        };
        /** @description Vehicle */
        Vehicle: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["Vehicle"]; };
        };
        /** @description VehiclePage */
        VehiclePage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["VehiclePage"]; };
        };
        /** @description WalletBalanceList */
        WalletBalanceList: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["WalletBalanceList"]; };
        };
        /** @description WalletEntryPage */
        WalletEntryPage: {
            headers: { [name: string]: unknown; };
            content: { "application/json": components["schemas"]["WalletEntryPage"]; };
        };
        /** @description already-taken: Already taken; conflict: Conflicts with existing data; idempotency-in-progress: The first request is still running; invalid-transition: The status does not allow this step */
        AlreadyTakenOrConflictOrIdempotencyInProgressOrInvalidTransition409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["AlreadyTakenProblem"] | components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInProgressProblem"] | components["schemas"]["InvalidTransitionProblem"];
            };
        };
        /** @description already-taken: Already taken; idempotency-in-progress: The first request is still running */
        AlreadyTakenOrIdempotencyInProgress409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["AlreadyTakenProblem"] | components["schemas"]["IdempotencyInProgressProblem"];
            };
        };
        /** @description already-taken: Already taken; idempotency-in-progress: The first request is still running; invalid-transition: The status does not allow this step */
        AlreadyTakenOrIdempotencyInProgressOrInvalidTransition409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["AlreadyTakenProblem"] | components["schemas"]["IdempotencyInProgressProblem"] | components["schemas"]["InvalidTransitionProblem"];
            };
        };
        /** @description busy: Busy; unavailable: The service is not available now */
        BusyOrUnavailable503: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["BusyProblem"] | components["schemas"]["UnavailableProblem"];
            };
        };
        /** @description conflict: Conflicts with existing data */
        Conflict409: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["ConflictProblem"]; };
        };
        /** @description conflict: Conflicts with existing data; idempotency-in-progress: The first request is still running */
        ConflictOrIdempotencyInProgress409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInProgressProblem"];
            };
        };
        /** @description conflict: Conflicts with existing data; idempotency-in-progress: The first request is still running; insufficient-funds: Insufficient balance */
        ConflictOrIdempotencyInProgressOrInsufficientFunds409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInProgressProblem"] | components["schemas"]["InsufficientFundsProblem"];
            };
        };
        /** @description conflict: Conflicts with existing data; idempotency-in-progress: The first request is still running; insufficient-funds: Insufficient balance; invalid-transition: The status does not allow this step */
        ConflictOrIdempotencyInProgressOrInsufficientFundsOrInvalidTransition409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInProgressProblem"] | components["schemas"]["InsufficientFundsProblem"] | components["schemas"]["InvalidTransitionProblem"];
            };
        };
        /** @description conflict: Conflicts with existing data; idempotency-in-progress: The first request is still running; invalid-transition: The status does not allow this step */
        ConflictOrIdempotencyInProgressOrInvalidTransition409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInProgressProblem"] | components["schemas"]["InvalidTransitionProblem"];
            };
        };
        /** @description forbidden: Not allowed */
        Forbidden403: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["ForbiddenProblem"]; };
        };
        /** @description hold-limit: Too many unpaid places; too-many-requests: Too many requests */
        HoldLimitOrTooManyRequests429: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["HoldLimitProblem"] | components["schemas"]["TooManyRequestsProblem"];
            };
        };
        /** @description idempotency-in-progress: The first request is still running */
        IdempotencyInProgress409: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["IdempotencyInProgressProblem"]; };
        };
        /** @description idempotency-in-progress: The first request is still running; invalid-transition: The status does not allow this step */
        IdempotencyInProgressOrInvalidTransition409: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyInProgressProblem"] | components["schemas"]["InvalidTransitionProblem"];
            };
        };
        /** @description idempotency-key-missing: Idempotency-Key is missing; invalid-request: The request is not valid */
        IdempotencyKeyMissingOrInvalidRequest400: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyMissingProblem"] | components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description idempotency-key-reused: The key was used for another request; invalid-request: The request is not valid */
        IdempotencyKeyReusedOrInvalidRequest422: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InvalidRequestProblem"];
            };
        };
        /** @description idempotency-key-reused: The key was used for another request; invalid-request: The request is not valid; not-available: Not available */
        IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InvalidRequestProblem"] | components["schemas"]["NotAvailableProblem"];
            };
        };
        /** @description internal: An error on our side */
        Internal500: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["InternalProblem"]; };
        };
        /** @description invalid-request: The request is not valid */
        InvalidRequest400: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["InvalidRequestProblem"]; };
        };
        /** @description invalid-request: The request is not valid */
        InvalidRequest422: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["InvalidRequestProblem"]; };
        };
        /** @description invalid-request: The request is not valid; not-available: Not available */
        InvalidRequestOrNotAvailable422: {
            headers: { [name: string]: unknown; };
            content: {
                "application/problem+json": components["schemas"]["InvalidRequestProblem"] | components["schemas"]["NotAvailableProblem"];
            };
        };
        /** @description not-found: Not found */
        NotFound404: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["NotFoundProblem"]; };
        };
        /** @description precondition-failed: Changed since you read it */
        PreconditionFailed412: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["PreconditionFailedProblem"]; };
        };
        /** @description precondition-required: If-Match is required */
        PreconditionRequired428: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["PreconditionRequiredProblem"]; };
        };
        /** @description too-large: The request is too large */
        TooLarge413: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["TooLargeProblem"]; };
        };
        /** @description too-many-requests: Too many requests */
        TooManyRequests429: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["TooManyRequestsProblem"]; };
        };
        /** @description unauthenticated: Sign-in required */
        Unauthenticated401: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["UnauthenticatedProblem"]; };
        };
        /** @description unsupported-media-type: Content type not supported */
        UnsupportedMediaType415: {
            headers: { [name: string]: unknown; };
            content: { "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"]; };
        };
    };
    parameters: {
        /** @description `ar` or `en`: the language of problems */
        AcceptLanguage: string;
        /** @description Unique per operation, 1–255 visible characters */
        IdempotencyKey: string;
        /** @description Unique per operation, 1–255 visible characters */
        OptionalIdempotencyKey: string;
        /** @description The ETag from your last read */
        IfMatch: string;
        /** @description The ETag from your last read */
        OptionalIfMatch: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postAuthOtp: {
        requestBody: {
            content: {
                "application/json": {
                    /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                    phone: string;
                    channel?: "sms" | "whatsapp";
                };
            };
        };
        responses: {
            /** @description Send a sign-in code to a phone */
            202: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAuthOtpVerify: {
        requestBody: {
            content: {
                "application/json": {
                    /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                    phone: string;
                    /** @example 123456 */
                    code: string;
                };
            };
        };
        responses: {
            /** @description Sign in with the code */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        token: string;
                        user: components["schemas"]["Person"];
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteAuthSession: {
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAuthSessions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["SessionPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteAuthSessionsById: {
        parameters: { path: { id: string; }; };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getMe: {
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchMe: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    locale?: "ar" | "en";
                };
            };
        };
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdApiKeys: {
        parameters: { path: { businessId: string; }; };
        responses: {
            200: components["responses"]["ApiKeyList"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdApiKeys: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write")[];
                };
            };
        };
        responses: {
            201: components["responses"]["NewApiKey"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdApiKeysById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getDevMessages: {
        parameters: {
            query?: {
                /** @description E.164 */
                to?: string;
            };
        };
        responses: {
            200: components["responses"]["DevMessageList"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinesses: {
        parameters: {
            query?: {
                kind?: "salon" | "venue" | "bus" | "hotel";
                /** @description Words in Arabic or English; misspellings are tolerated */
                q?: string;
                /** @description In Arabic or English */
                city?: string;
                /** @description Latitude and longitude in degrees */
                near?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["FoundBusinessPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlug: {
        parameters: { path: { idOrSlug: string; }; };
        responses: {
            200: components["responses"]["PublishedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinesses: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["OwnBusinessPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinesses: {
        requestBody: {
            content: {
                "application/json": {
                    slug?: string;
                    name: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    city?: components["schemas"]["Place"];
                    /** @description ISO 4217 */
                    currency?: string;
                    kind: "salon" | "venue" | "bus" | "hotel";
                };
            };
        };
        responses: {
            201: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessId: {
        parameters: { path: { businessId: string; }; };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessId: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: { businessId: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    slug?: string;
                    name?: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    city?: components["schemas"]["Place"];
                    /** @description ISO 4217 */
                    currency?: string;
                    /** @description How long after its end a booking can still be marked as a no-show before it is completed automatically; default 720 */
                    completionGraceMinutes?: number;
                };
            };
        };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdSubmission: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdMembers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["MemberPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdMembers: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | null;
                    /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                    phone: string;
                    role: "staff" | "manager" | "owner";
                };
            };
        };
        responses: {
            201: components["responses"]["Member"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdMembersByUserId: {
        parameters: {
            path: {
                businessId: string;
                userId: string;
            };
        };
        responses: {
            200: components["responses"]["Member"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdMembersByUserId: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                userId: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdMembersByUserId: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                userId: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    role?: "staff" | "manager" | "owner";
                    name?: string | null;
                };
            };
        };
        responses: {
            200: components["responses"]["Member"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdLocations: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["LocationPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdLocations: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Text"];
                    address?: components["schemas"]["Place"];
                    city?: components["schemas"]["Place"];
                    latitude?: number | null;
                    longitude?: number | null;
                    /** @example Asia/Riyadh */
                    timezone?: string;
                    /** @example 09:00 */
                    checkIn?: string;
                    /** @example 09:00 */
                    checkOut?: string;
                    active?: boolean;
                };
            };
        };
        responses: {
            201: components["responses"]["Location"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdLocationsById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Location"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdLocationsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdLocationsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: components["schemas"]["Text"];
                    address?: components["schemas"]["Place"];
                    city?: components["schemas"]["Place"];
                    latitude?: number | null;
                    longitude?: number | null;
                    /** @example Asia/Riyadh */
                    timezone?: string;
                    /** @example 09:00 */
                    checkIn?: string;
                    /** @example 09:00 */
                    checkOut?: string;
                    active?: boolean;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["Location"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdLocationsByIdHours: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    hours: components["schemas"]["WeekWindow"][];
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["Location"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdLocationsByIdHolidays: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    holidays: {
                        /** Format: date */
                        date: string;
                        name?: string;
                    }[];
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["Location"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBusinesses: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                status?: "draft" | "submitted" | "approved" | "rejected" | "suspended";
                kind?: "salon" | "venue" | "bus" | "hotel";
            };
        };
        responses: {
            200: components["responses"]["ManagedBusinessPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBusinessesById: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminBusinessesByIdApproval: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Shown to the owner */
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminBusinessesByIdRejection: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Shown to the owner */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminBusinessesByIdSuspension: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Shown to the owner */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminBusinessesByIdReinstatement: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Shown to the owner */
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["ManagedBusiness"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminBusinessesByIdOwner: {
        parameters: { path: { id: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                    phone: string;
                    name?: string | null;
                };
            };
        };
        responses: {
            201: components["responses"]["Member"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugLocations: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["LocationPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugServices: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["ServicePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugStaff: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["PublishedStaffMemberPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugRentals: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["RentalPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugRoomTypes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["RoomTypePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugRoutes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["RoutePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBusinessesByIdOrSlugStops: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { idOrSlug: string; };
        };
        responses: {
            200: components["responses"]["StopPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdServices: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["ServicePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdServices: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    durationMinutes: number;
                    bufferBeforeMinutes?: number;
                    bufferAfterMinutes?: number;
                    /** @description Interval between the start times offered */
                    stepMinutes?: number;
                    price: components["schemas"]["Money"];
                    staffIds?: string[];
                    locationId: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Service"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdServicesById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Service"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdServicesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdServicesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    durationMinutes?: number;
                    bufferBeforeMinutes?: number;
                    bufferAfterMinutes?: number;
                    /** @description Interval between the start times offered */
                    stepMinutes?: number;
                    price?: components["schemas"]["Money"];
                    staffIds?: string[];
                    locationId?: string;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["Service"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdStaff: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["StaffMemberPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdStaff: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    locationId: string;
                    userId?: string | null;
                    name: components["schemas"]["Text"];
                    active?: boolean;
                };
            };
        };
        responses: {
            201: components["responses"]["StaffMember"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdStaffById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["StaffMember"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdStaffById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdStaffById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    locationId?: string;
                    userId?: string | null;
                    name?: components["schemas"]["Text"];
                    active?: boolean;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["StaffMember"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdStaffByIdWindows: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    windows: {
                        weekday: number;
                        /** @example 09:00 */
                        start: string;
                        /** @description If not after the start, the window ends on the next day */
                        end: string;
                        active?: boolean;
                    }[];
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["StaffMember"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdStaffByIdBreaks: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    breaks: components["schemas"]["WeekWindow"][];
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["StaffMember"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdStaffByIdExceptions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                from?: string;
                to?: string;
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["StaffExceptionPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdStaffByIdExceptions: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Time off or a one-off opening
                     * @enum {unknown}
                     */
                    kind: "off" | "open";
                    /** Format: date-time */
                    start: string;
                    /** Format: date-time */
                    end: string;
                    reason?: string;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            201: components["responses"]["StaffException"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdStaffByIdExceptionsByExceptionId: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
                exceptionId: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRentals: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["RentalPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdRentals: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    stepMinutes?: number;
                    durationsMinutes?: number[];
                    pricePerHour: components["schemas"]["Money"];
                    locationId: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Rental"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRentalsById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Rental"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdRentalsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdRentalsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    stepMinutes?: number;
                    durationsMinutes?: number[];
                    pricePerHour?: components["schemas"]["Money"];
                    locationId?: string;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["Rental"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdRentalsByIdPrices: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    prices: components["schemas"]["PriceBand"][];
                };
            };
        };
        responses: {
            200: components["responses"]["Rental"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRentalUnits: {
        parameters: {
            query?: {
                rentalId?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["RentalUnitPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdRentalUnits: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    rentalId: string;
                    label: string;
                    active?: boolean;
                };
            };
        };
        responses: {
            201: components["responses"]["RentalUnit"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRentalUnitsById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["RentalUnit"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdRentalUnitsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdRentalUnitsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    label?: string;
                    active?: boolean;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["RentalUnit"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdVehicles: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["VehiclePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdVehicles: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    seats?: {
                        label: string;
                        row: number;
                        column: number;
                        class?: string;
                    }[];
                    layout?: components["schemas"]["SeatLayout"];
                };
            };
        };
        responses: {
            201: components["responses"]["Vehicle"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdVehiclesById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Vehicle"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdVehiclesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdVehiclesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    seats?: {
                        label: string;
                        row: number;
                        column: number;
                        class?: string;
                    }[];
                    layout?: components["schemas"]["SeatLayout"];
                };
            };
        };
        responses: {
            200: components["responses"]["Vehicle"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdStops: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["StopPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdStops: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    name: components["schemas"]["Text"];
                    city?: components["schemas"]["Place"];
                    latitude?: number | null;
                    longitude?: number | null;
                    /** @example Asia/Riyadh */
                    timezone: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Stop"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdStopsById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Stop"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdStopsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdStopsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    code?: string;
                    name?: components["schemas"]["Text"];
                    city?: components["schemas"]["Place"];
                    latitude?: number | null;
                    longitude?: number | null;
                    /** @example Asia/Riyadh */
                    timezone?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Stop"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRoutes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["RoutePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdRoutes: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    code: string;
                    /** @description As in GTFS: 3 is a bus */
                    routeType?: number;
                    price: components["schemas"]["Money"];
                };
            };
        };
        responses: {
            201: components["responses"]["Route"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRoutesById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Route"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdRoutesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdRoutesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    code?: string;
                    /** @description As in GTFS: 3 is a bus */
                    routeType?: number;
                    price?: components["schemas"]["Money"];
                };
            };
        };
        responses: {
            200: components["responses"]["Route"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRoutesByIdFares: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["FarePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdRoutesByIdFares: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    fares: {
                        fromStopId: string;
                        toStopId: string;
                        price: components["schemas"]["Money"];
                        class?: string | null;
                    }[];
                };
            };
        };
        responses: {
            200: components["responses"]["Route"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdCalendars: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["CalendarPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdCalendars: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    weekdays: number[];
                    /** Format: date */
                    startsOn: string;
                    /** Format: date */
                    endsOn: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Calendar"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdCalendarsById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Calendar"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdCalendarsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdCalendarsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    code?: string;
                    weekdays?: number[];
                    /** Format: date */
                    startsOn?: string;
                    /** Format: date */
                    endsOn?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Calendar"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdCalendarsByIdDates: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    dates: components["schemas"]["CalendarDate"][];
                };
            };
        };
        responses: {
            200: components["responses"]["Calendar"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdJourneys: {
        parameters: {
            query?: {
                routeId?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["JourneyPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdJourneys: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    routeId: string;
                    calendarId: string;
                    vehicleId: string;
                    code: string;
                    headsign?: string;
                    /** @example Asia/Riyadh */
                    timezone: string;
                    stops: {
                        /** @description Time of the service day; 24:00 and up after midnight */
                        arrival?: string;
                        /** @description Time of the service day; 24:00 and up after midnight */
                        departure?: string;
                        boards?: boolean;
                        alights?: boolean;
                        stopId: string;
                    }[];
                    frequencies?: components["schemas"]["Frequency"][];
                };
            };
        };
        responses: {
            201: components["responses"]["Journey"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdJourneysById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["Journey"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdJourneysById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdJourneysById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    routeId?: string;
                    calendarId?: string;
                    vehicleId?: string;
                    code?: string;
                    headsign?: string;
                    /** @example Asia/Riyadh */
                    timezone?: string;
                    stops?: {
                        /** @description Time of the service day; 24:00 and up after midnight */
                        arrival?: string;
                        /** @description Time of the service day; 24:00 and up after midnight */
                        departure?: string;
                        boards?: boolean;
                        alights?: boolean;
                        stopId: string;
                    }[];
                    frequencies?: components["schemas"]["Frequency"][];
                };
            };
        };
        responses: {
            200: components["responses"]["Journey"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdTrips: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                journeyId?: string;
                from?: string;
                to?: string;
                status?: "scheduled" | "cancelled";
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["ManagedTripPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdTrips: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    journeyId: string;
                    /** Format: date */
                    from: string;
                    /** Format: date */
                    to: string;
                };
            };
        };
        responses: {
            201: components["responses"]["TripsMade"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdTripsById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["ManagedTrip"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdTripsById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    status?: "scheduled" | "cancelled";
                    vehicleId?: string;
                    stops?: {
                        /** Format: date-time */
                        arrival?: string;
                        /** Format: date-time */
                        departure?: string;
                        boards?: boolean;
                        alights?: boolean;
                        stopId: string;
                    }[];
                    /** @description The ids of all bookings listed in `bookings` of the 409. The outcome it gave for each is carried out and the customer is told */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["ManagedTrip"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRoomTypes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["RoomTypePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdRoomTypes: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    rooms: number;
                    occupancy: number;
                    minNights?: number;
                    price: components["schemas"]["Money"];
                    locationId: string;
                };
            };
        };
        responses: {
            201: components["responses"]["RoomType"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRoomTypesById: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["RoomType"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    deleteManageBusinessesByBusinessIdRoomTypesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchManageBusinessesByBusinessIdRoomTypesById: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: components["schemas"]["Text"];
                    description?: components["schemas"]["LongText"];
                    active?: boolean;
                    terms?: components["schemas"]["TermsChange"];
                    rooms?: number;
                    occupancy?: number;
                    minNights?: number;
                    price?: components["schemas"]["Money"];
                    locationId?: string;
                    /** @description The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold */
                    acknowledge?: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["RoomType"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdRoomTypesByIdRates: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        responses: {
            200: components["responses"]["RoomRateList"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdRoomTypesByIdRates: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    rates: {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        price?: components["schemas"]["Money"] | null;
                        closed?: boolean;
                        minNights?: number | null;
                    }[];
                };
            };
        };
        responses: {
            200: components["responses"]["RoomType"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["Conflict409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getServicesByIdSlots: {
        parameters: {
            query: {
                /** @description A time, or a local date at the location (both ends included); at most 62 days */
                from: string;
                /** @description A time, or a local date at the location (both ends included); at most 62 days */
                to: string;
                staffId?: string;
            };
            path: { id: string; };
        };
        responses: {
            /** @description List the times a service can be booked */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        items: components["schemas"]["ServiceSlot"][];
                        nextFrom: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getRentalsByIdSlots: {
        parameters: {
            query: {
                /** @description A time, or a local date at the location (both ends included); at most 62 days */
                from: string;
                /** @description A time, or a local date at the location (both ends included); at most 62 days */
                to: string;
                minutes?: number;
                units?: number;
            };
            path: { id: string; };
        };
        responses: {
            /** @description List the times units of a rental are free */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        items: components["schemas"]["RentalSlot"][];
                        nextFrom: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getTrips: {
        parameters: {
            query: {
                /** @description A stop's id, or words of its name or city in Arabic or English */
                from: string;
                /** @description A stop's id, or words of its name or city in Arabic or English */
                to: string;
                date: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["TripPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getTripsByIdSeats: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["SeatMap"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequestOrNotAvailable422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getStays: {
        parameters: {
            query: {
                /** @description In Arabic or English */
                city?: string;
                checkIn: string;
                checkOut: string;
                guests?: number;
                rooms?: number;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["StayPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postOrders: {
        requestBody: { content: { "application/json": components["schemas"]["OrderRequest"]; }; };
        responses: {
            201: components["responses"]["Order"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["AlreadyTakenOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["HoldLimitOrTooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBookings: {
        parameters: {
            query?: {
                businessId?: string;
                status?: "reserved" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "expired";
                reference?: string;
                offeringId?: string;
                unitId?: string;
                from?: string;
                to?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["BookingPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookings: {
        requestBody: { content: { "application/json": components["schemas"]["OrderRequest"]; }; };
        responses: {
            201: components["responses"]["Booking"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["AlreadyTakenOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["HoldLimitOrTooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdBookings: {
        parameters: {
            query?: {
                /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                phone?: string;
                status?: "reserved" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "expired";
                reference?: string;
                offeringId?: string;
                unitId?: string;
                from?: string;
                to?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["BookingPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdBookings: {
        parameters: { path: { businessId: string; }; };
        requestBody: { content: { "application/json": components["schemas"]["OrderRequest"]; }; };
        responses: {
            201: components["responses"]["Booking"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["AlreadyTakenOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["HoldLimitOrTooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postOrdersByIdExtension: {
        parameters: { path: { id: string; }; };
        requestBody?: {
            content: {
                "application/json": {
                    minutes?: number;
                };
            };
        };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postOrdersByIdCancellation: {
        parameters: { path: { id: string; }; };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                    /**
                     * @description Where the refund goes: to its source (default) or to the customer's wallet, if the customer chooses. Money paid at the venue is refunded there
                     * @enum {unknown}
                     */
                    refundTo?: "source" | "wallet";
                };
            };
        };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getOrdersById: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBookingsById: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["Booking"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBookingsByIdEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["BookingEventPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBookings: {
        parameters: {
            query?: {
                businessId?: string;
                customerId?: string;
                /** @description E.164, or as dialled in the business's country; Saudi Arabia if no business is known */
                phone?: string;
                status?: "reserved" | "pending" | "confirmed" | "completed" | "no_show" | "cancelled" | "expired";
                reference?: string;
                offeringId?: string;
                unitId?: string;
                from?: string;
                to?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["BookingPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBookingsByIdEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["BookingEventPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBookingsByIdCancellation: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["CancellationQuote"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdCancellation: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                    /**
                     * @description Where the refund goes: to its source (default) or to the customer's wallet, if the customer chooses. Money paid at the venue is refunded there
                     * @enum {unknown}
                     */
                    refundTo?: "source" | "wallet";
                };
            };
        };
        responses: {
            200: components["responses"]["Booking"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdCompletion: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Booking"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdNoShow: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Booking"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdCheckIn: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: { content: { "application/json": Record<string, never>; }; };
        responses: {
            200: components["responses"]["Booking"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdAmendmentsQuote: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: { content: { "application/json": components["schemas"]["AmendmentRequest"]; }; };
        responses: {
            200: components["responses"]["AmendmentQuote"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["AlreadyTakenOrConflictOrIdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["HoldLimitOrTooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBookingsByIdAmendments: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["AmendmentPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdAmendments: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: { content: { "application/json": components["schemas"]["AmendmentRequest"]; }; };
        responses: {
            201: components["responses"]["Amendment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["AlreadyTakenOrConflictOrIdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["HoldLimitOrTooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getBookingsByIdAmendmentsByAmendmentId: {
        parameters: {
            path: {
                id: string;
                amendmentId: string;
            };
        };
        responses: {
            200: components["responses"]["Amendment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdAmendmentsByAmendmentIdWithdrawal: {
        parameters: {
            path: {
                id: string;
                amendmentId: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Amendment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdAmendmentsByAmendmentIdAcceptance: {
        parameters: {
            path: {
                id: string;
                amendmentId: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Amendment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdAmendmentsByAmendmentIdDecline: {
        parameters: {
            path: {
                id: string;
                amendmentId: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Amendment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdAudit: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                actor?: string;
                action?: string;
                subjectKind?: string;
                subjectId?: string;
                from?: string;
                to?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["AuditEntryPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminAudit: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                actor?: string;
                action?: string;
                subjectKind?: string;
                subjectId?: string;
                from?: string;
                to?: string;
                businessId?: string;
            };
        };
        responses: {
            200: components["responses"]["AuditEntryPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdConfirmation: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { id: string; };
        };
        requestBody?: {
            content: {
                "application/json": {
                    paidBy?: components["schemas"]["PaidBy"];
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Booking"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdAmendmentsByAmendmentIdConfirmation: {
        parameters: {
            path: {
                id: string;
                amendmentId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    paidBy: components["schemas"]["AmendmentMoney"];
                };
            };
        };
        responses: {
            200: components["responses"]["Amendment"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["AlreadyTakenOrIdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequestOrNotAvailable422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getOrdersByIdPayments: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["PaymentPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postOrdersByIdPayments: {
        parameters: { path: { id: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    method: "card" | "wallet" | "split";
                    walletAmount?: components["schemas"]["Money"];
                    /**
                     * @description Default: the first configured gateway
                     * @enum {unknown}
                     */
                    gateway?: "moyasar" | "stripe";
                    /**
                     * Format: card-token
                     * @description Created in the browser by the gateway's own script: letters, digits, _ and -. Without it, the payer goes to the gateway's page. Never send a card number; it is refused.
                     */
                    token?: string;
                    /**
                     * Format: uri
                     * @description Where the payer's browser returns to; required for card payments
                     */
                    returnUrl?: string;
                    /**
                     * @description If the money arrives after the hold ended and only part of the order is still available: keep that part (default), or refund everything
                     * @enum {unknown}
                     */
                    whenPartlyGone?: "keep" | "refund";
                };
            };
        };
        responses: {
            201: components["responses"]["Payment"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInsufficientFundsOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postWalletTopUps: {
        requestBody: {
            content: {
                "application/json": {
                    amount: components["schemas"]["Money"];
                    /**
                     * @description Default: the first configured gateway
                     * @enum {unknown}
                     */
                    gateway?: "moyasar" | "stripe";
                    /**
                     * Format: card-token
                     * @description Created in the browser by the gateway's own script: letters, digits, _ and -. Without it, the payer goes to the gateway's page. Never send a card number; it is refused.
                     */
                    token?: string;
                    /**
                     * Format: uri
                     * @description Where the payer's browser returns to; required for card payments
                     */
                    returnUrl: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Payment"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getPaymentsById: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["Payment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postPaymentsByIdCheck: {
        parameters: { path: { id: string; }; };
        requestBody?: { content: { "application/json": Record<string, never>; }; };
        responses: {
            200: components["responses"]["Payment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postBookingsByIdPayments: {
        parameters: { path: { id: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    method: "cash" | "card-terminal" | "transfer";
                    amount: components["schemas"]["Money"];
                };
            };
        };
        responses: {
            201: components["responses"]["Payment"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getPaymentsByIdRefunds: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["RefundPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postPaymentsByIdRefunds: {
        parameters: { path: { id: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    bookingId?: string;
                    amount?: components["schemas"]["Money"];
                    /** @description Instead of an amount: refund what was paid for these items of the booking */
                    itemIds?: string[];
                    /**
                     * @description Default `source`: where the money came from. `wallet`: for card payments, if the customer wishes. Money the venue took is refunded by the venue
                     * @enum {unknown}
                     */
                    destination?: "source" | "wallet";
                    reason: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Refund"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postPaymentsByIdCapture: {
        parameters: { path: { id: string; }; };
        requestBody?: { content: { "application/json": Record<string, never>; }; };
        responses: {
            200: components["responses"]["Payment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postPaymentsByIdVoid: {
        parameters: { path: { id: string; }; };
        requestBody?: { content: { "application/json": Record<string, never>; }; };
        responses: {
            200: components["responses"]["Payment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdCashOwed: {
        parameters: {
            query?: {
                handedOver?: boolean;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["CashOwedPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postManageBusinessesByBusinessIdRefundsByIdHandover: {
        parameters: {
            path: {
                businessId: string;
                id: string;
            };
        };
        requestBody?: { content: { "application/json": Record<string, never>; }; };
        responses: {
            200: components["responses"]["CashOwed"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInvalidTransition409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getPaymentsByIdEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            200: components["responses"]["PaymentEventPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminPayments: {
        parameters: {
            query?: {
                status?: "initiated" | "authorized" | "paid" | "failed" | "voided" | "partially_refunded" | "refunded";
                orderId?: string;
                customerId?: string;
                hasAlarm?: boolean;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["AdminPaymentPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminPaymentsByIdAlarmDismissal: {
        parameters: { path: { id: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["AdminPayment"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getWallet: {
        responses: {
            200: components["responses"]["WalletBalanceList"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getWalletEntries: {
        parameters: {
            query?: {
                /** @description ISO 4217 */
                currency?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["WalletEntryPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdStatement: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                /** @description ISO 4217 */
                currency?: string;
                /** @description Default `json`; `csv` returns everything as one file, without pages */
                format?: "json" | "csv";
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            /** @description Read the statement of a business for a period */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdPayouts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["PayoutPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBusinessesByBusinessIdStatement: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                /** @description ISO 4217 */
                currency?: string;
                /** @description Default `json`; `csv` returns everything as one file, without pages */
                format?: "json" | "csv";
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            /** @description Read the statement of any business */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBusinessesByBusinessIdPayouts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["PayoutPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminBusinessesByBusinessIdPayouts: {
        parameters: { path: { businessId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    amount: {
                        amount: number;
                        /** @description ISO 4217 */
                        currency: string;
                    };
                    /** @description The bank's reference, or anything else that identifies the transfer */
                    reference: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Payout"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrInsufficientFunds409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminBusinessesByBusinessIdFee: {
        parameters: { path: { businessId: string; }; };
        responses: {
            200: components["responses"]["BusinessFee"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    patchAdminBusinessesByBusinessIdFee: {
        parameters: {
            header?: {
                /** @description The ETag from your last read */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: { businessId: string; };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Hundredths of a percent: 250 is 2.5 % */
                    basisPoints: number;
                };
            };
        };
        responses: {
            200: components["responses"]["BusinessFee"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminPayables: {
        parameters: {
            query: {
                /** @description ISO 4217 */
                currency: string;
                /** @description Default `json`; `csv` returns everything as one file, without pages */
                format?: "json" | "csv";
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            /** @description List what every business is owed in a currency, largest first */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": components["schemas"]["PayablePage"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminPayoutBatches: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["PayoutBatchPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminPayoutBatches: {
        requestBody: {
            content: {
                "application/json": {
                    /** @description ISO 4217 */
                    currency: string;
                    /** @description Unique among batches; begins with a letter or digit. Each payout's reference is this one, a dash and its number */
                    reference: string;
                    /** @description In the currency's minor unit; businesses that are owed less are left out. Default 1 */
                    minimum?: number;
                    businessIds?: string[];
                };
            };
        };
        responses: {
            201: components["responses"]["FullPayoutBatch"];
            400: components["responses"]["IdempotencyKeyMissingOrInvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            409: components["responses"]["ConflictOrIdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminPayoutBatchesById: {
        parameters: {
            query?: {
                /** @description Default `json`; `csv` returns everything as one file, without pages */
                format?: "json" | "csv";
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { id: string; };
        };
        responses: {
            /** @description Read a payout batch with a page of its payouts */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": components["schemas"]["FullPayoutBatch"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminLedgerAccounts: {
        parameters: {
            query?: {
                kind?: "customer_wallet" | "business_payable" | "venue_cash" | "gateway_clearing" | "platform_fee" | "order_funds" | "refunds_payable" | "write_off";
                ownerId?: string;
                /** @description ISO 4217 */
                currency?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            /** @description List all ledger accounts with their balances, which sum to zero per currency */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerAccount"][];
                        nextCursor: string | null;
                        totals: components["schemas"]["SignedMoney"][];
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminLedgerTransactions: {
        parameters: {
            query?: {
                paymentId?: string;
                bookingId?: string;
                orderId?: string;
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["LedgerTransactionPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postWebhooksMoyasar: {
        requestBody?: { content: { "application/json": components["schemas"]["GatewayEvent"]; }; };
        responses: {
            /** @description Events from Moyasar */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        /** @constant */
                        received: true;
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postWebhooksStripe: {
        requestBody?: { content: { "application/json": components["schemas"]["GatewayEvent"]; }; };
        responses: {
            /** @description Events from Stripe */
            200: {
                headers: { [name: string]: unknown; };
                content: {
                    "application/json": {
                        /** @constant */
                        received: true;
                    };
                };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getAdminWebhookInbox: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                processed?: boolean;
                gateway?: "moyasar" | "stripe";
            };
        };
        responses: {
            200: components["responses"]["InboxItemPage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    postAdminWebhookInboxByIdReprocessing: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["InboxItem"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            409: components["responses"]["IdempotencyInProgress409"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getInvoices: {
        parameters: {
            query?: {
                bookingId?: string;
                kind?: "invoice" | "credit_note";
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
        };
        responses: {
            200: components["responses"]["InvoicePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdInvoices: {
        parameters: {
            query?: {
                bookingId?: string;
                kind?: "invoice" | "credit_note";
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            path: { businessId: string; };
        };
        responses: {
            200: components["responses"]["InvoicePage"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getInvoicesById: {
        parameters: { path: { id: string; }; };
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getInvoicesByIdPage: {
        parameters: {
            query?: { lang?: "ar" | "en"; };
            path: { id: string; };
        };
        responses: {
            /** @description Read an invoice or credit note as a printable page */
            200: {
                headers: { [name: string]: unknown; };
                content: { "text/html": string; };
            };
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    getManageBusinessesByBusinessIdTaxSettings: {
        parameters: { path: { businessId: string; }; };
        responses: {
            200: components["responses"]["TaxSettings"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            422: components["responses"]["InvalidRequest422"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
    putManageBusinessesByBusinessIdTaxSettings: {
        parameters: {
            header: {
                /** @description The ETag from your last read */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: { businessId: string; };
        };
        requestBody: { content: { "application/json": components["schemas"]["TaxSettingsRequest"]; }; };
        responses: {
            200: components["responses"]["TaxSettings"];
            400: components["responses"]["InvalidRequest400"];
            401: components["responses"]["Unauthenticated401"];
            403: components["responses"]["Forbidden403"];
            404: components["responses"]["NotFound404"];
            412: components["responses"]["PreconditionFailed412"];
            413: components["responses"]["TooLarge413"];
            415: components["responses"]["UnsupportedMediaType415"];
            422: components["responses"]["InvalidRequest422"];
            428: components["responses"]["PreconditionRequired428"];
            429: components["responses"]["TooManyRequests429"];
            500: components["responses"]["Internal500"];
            503: components["responses"]["BusyOrUnavailable503"];
        };
    };
}
