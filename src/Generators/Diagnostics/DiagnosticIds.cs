namespace RouteGen.Generators.Diagnostics;

/// <summary>
/// The ids of the diagnostics, which are never reused: 00xx pattern, 01xx handler, 02xx conflict, 03xx build, 04xx calls.
/// </summary>
internal static class DiagnosticIds
{
    internal const string InvalidPattern = "RG0001";
    internal const string UncleanPattern = "RG0002";
    internal const string InvalidPrefix = "RG0003";
    internal const string MisreadPattern = "RG0004";
    internal const string WrongSignature = "RG0101";
    internal const string NotStatic = "RG0102";
    internal const string Inaccessible = "RG0103";
    internal const string UnreadWildcard = "RG0104";
    internal const string UnknownPathValue = "RG0105";
    internal const string UnawaitedCall = "RG0106";
    internal const string NotAMux = "RG0107";
    internal const string NotMountable = "RG0108";
    internal const string NotMemberMiddleware = "RG0109";
    internal const string AsyncVoid = "RG0110";
    internal const string IdleAttribute = "RG0111";
    internal const string DuplicatePattern = "RG0201";
    internal const string AmbiguousPattern = "RG0202";
    internal const string UnreachablePattern = "RG0203";
    internal const string PatternsDifferBySlash = "RG0204";
    internal const string PatternsDifferByCase = "RG0205";
    internal const string OneLineMayRun = "RG0206";
    internal const string MountCycle = "RG0207";
    internal const string TooManyShapes = "RG0208";
    internal const string CostlyMatch = "RG0209";
    internal const string UncoveredLine = "RG0210";
    internal const string MuxInCall = "RG0211";
    internal const string TooManyRoutes = "RG0301";
    internal const string UnreadableLibrary = "RG0302";
    internal const string IdleLibraryRule = "RG0303";
    internal const string SecondTable = "RG0304";
    internal const string OldLanguage = "RG0305";
    internal const string IdleMiddleware = "RG0306";
    internal const string GeneratorFailed = "RG0399";
    internal const string LeakedResponse = "RG0401";
    internal const string BlockingCall = "RG0402";
    internal const string UnawaitedServer = "RG0403";
    internal const string DroppedTask = "RG0404";
}
