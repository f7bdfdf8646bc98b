// The default values of options. They replace zero and null (Server.Resolve.cs).
namespace RouteGen;

public sealed partial class Server
{
    /// <summary>
    /// Default of <see cref="MaxHeaderBytes"/>, in bytes: 65,536 (64 KiB). Go's <c>DefaultMaxHeaderBytes</c> has another value.
    /// </summary>
    public const int DefaultMaxHeaderBytes = 64 * 1024;

    /// <summary>Default of <see cref="MaxRequestLineBytes"/>, in bytes: 16,384 (16 KiB).</summary>
    public const int DefaultMaxRequestLineBytes = 16 * 1024;

    /// <summary>Default of <see cref="MaxHeaderCount"/>: 1,000.</summary>
    public const int DefaultMaxHeaderCount = 1000;

    /// <summary>Default of <see cref="ReadHeaderTimeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultReadHeaderTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="IdleTimeout"/>: 120 s.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Default of <see cref="MinBodyRate"/>: 240 bytes per second.</summary>
    public const int DefaultMinBodyRate = 240;
}
