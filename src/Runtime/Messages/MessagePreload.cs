using System.Runtime.CompilerServices;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Initialises the types that read and write messages, for servers and clients (see Preload.cs). The caller initialises those of
/// connections first.
/// </summary>
internal static class MessagePreload
{
    internal static void Run()
    {
        RuntimeHelpers.RunClassConstructor(typeof(PercentEncoding).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(WireBytes).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Crc32).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CookieSyntax).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SniffTable).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ContentSniffer).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HttpDate).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(RequestPlan).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Url).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(UrlEncoding).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HeaderNames).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Body).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(FieldText).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(IpText).TypeHandle);
    }
}
