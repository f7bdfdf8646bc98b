namespace Runtime.Tests.Cost;

/// <summary>The types that take text or bytes and need no row in <see cref="CostTable"/>.</summary>
internal static class NotFromPeers
{
    internal static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(
    [
        .. Because(
            "it hands texts and bytes on and does not look into them",
            "Client ClientTrace HttpInstruments CrossOriginFilter BodyLimiter BypassMark CountingWriter Disposal Endpoint Exchange "
                + "ServedExchange FixedRedirect Http LimitedBody LimitedCall Methods Middleware MountedHandler MountedMux OneFile",
            "ProbedBody RequestContext ResponseController Routed SwitchedBody SwitchGuard TelemetryHandler TelemetryRoundTripper "
                + "TimedBody TimedWriter TimeLimiter AllowHandler RedirectHandler",
            "ForwardedBody ProxiedInformation ProxiedSwitch HijackedConn FormFileStream MuxSides RequestTarget MemoryBody ContentTime "
                + "GeneralOptionsHandler",
            "FramedHead RequestConn",
            "ChosenRoute Fault HijackGuard ReceivedRequest RequestSource ServedBody ServedConn ServerHost WriterFace"),
        .. Because(
            "it makes a text of bounded length, by functions that have rows",
            "BackgroundLog CallFailure CancelWork LogLimiter PeerAddress Refused RefusedRequest ServerLog StandardError"),
        .. Because("the platform reads the certificate, whose size its handshake bounds", "CertifiedNames"),
        .. Because("what it holds for each response, request or connection is bounded and small", "BodyFramingRules Socks5 ChunkedEncoder"),
        .. Because(
            "it moves bytes: one pass for each call, in blocks",
            "ConnDriver ConnStream EpollConn SocketConn StreamConn TlsConn TlsDriver TlsOutput TlsRecord TlsWire TurnArrays",
            "Http2Conn Http2Service Http2Starter Http2Stream Http2StreamConn"),
        .. Because(
            "its texts are the program's or the system's",
            "FieldEncoding FieldEncodings HpackStatic",
            "CertificateFile EpollListener Errno FileStamp Health InheritedSockets IoBackends LeaderPool Libc LibcNames ListenAddress "
                + "Listener NameLookup ReactorMonitor ServedCertificate Server",
            "ServerTls SocketAddresses SocketErrors SocketListener Throw TlsCertificates TlsConnectionState TlsDialer UnixEndPoint "
                + "PemPair Preload RegularFile"),
        .. Because(
            "it reads patterns, which are the program's",
            "MuxEntry MethodSet PatternHabits PatternOrder PatternParser PatternRelations PatternTree RoutePattern RouteSegment "
                + "RouteWitness WildcardNames FixedResponses"),
        .. Because(
            "it looks up a path among the program's patterns: tests of the generator and of PathHash hold what that costs",
            "CompiledTable MatchTable PathIndex PrefixIndex KeyBytes KeyWords PathHash SlashMask LinearTable"),
        .. Because("it is made for tests", "RecordedTrailers ResponseRecorder TestRequest TestServer"),
    ]);

    private static IEnumerable<KeyValuePair<string, string>> Because(string reason, params string[] names) =>
        names.SelectMany(static line => line.Split(' ')).Select(name => KeyValuePair.Create(name, reason));
}
