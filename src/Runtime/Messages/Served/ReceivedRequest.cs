// The state of a served request: its head as received, and its connection. It is pooled with the connection's exchange and reused for the
// next head. A handler gets a Request, a face of this state for one request only, which validates each read (Request.Serve.cs).
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Pooled state of a received request, which a <see cref="Request"/> decodes on demand.</summary>
internal sealed class ReceivedRequest
{
    private const int KeptHeadBytesMax = 4096;

    private byte[] _headBytes = [];

    // Length of the head in _headBytes. 0 if Head was not parsed from these bytes.
    private int _knownHeadLength;
    private Conn? _conn;

    /// <summary>The parsed head. The connection parses into it before <see cref="Begin"/>.</summary>
    internal RequestHead Head { get; } = new();

    /// <summary>The bytes that <see cref="Head"/> and its field lines refer to.</summary>
    internal byte[] HeadBytes => _headBytes;

    internal Body Body { get; private set; } = Body.Empty;

    /// <summary>The connection, as owner of the request's context. Null in tests.</summary>
    internal IContextOwner? ContextOwner { get; private set; }

    internal long ContentLength => Head.IsChunked ? -1 : Math.Max(0, Head.ContentLength);

    /// <summary>True if the client requests that the connection be closed.</summary>
    internal bool Close
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Head.HasClose || (Head.MinorVersion == 0 && !Head.HasKeepAlive);
    }

    internal string Proto => Head.MinorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";

    internal ReadOnlySpan<byte> Method => _headBytes.AsSpan(0, Head.MethodLength);

    internal ReadOnlySpan<byte> Path => _headBytes.AsSpan(Head.PathStart, Head.PathLength);

    internal ReadOnlySpan<byte> Query => _headBytes.AsSpan(Head.QueryStart, Head.QueryLength);

    internal ReadOnlySpan<byte> Host => _headBytes.AsSpan(Head.HostStart, Head.HostLength);

    /// <summary>
    /// Returns true if <paramref name="input"/> begins with the bytes that <see cref="Head"/> was last parsed from. The result can then be
    /// reused, because it depends only on the bytes and the limits. A longer head cannot begin with these bytes, because they end with an
    /// empty line.
    /// </summary>
    /// <remarks>
    /// The bytes may be from another connection. All of them are compared, so that the time does not reveal how many bytes match.
    /// </remarks>
    internal bool IsHeadKnown(ReadOnlySpan<byte> input, int headBytesMax, int lineBytesMax, int fieldCountMax)
    {
        var length = _knownHeadLength;
        return length > 0 && length <= input.Length && length <= headBytesMax && Head.LineLength <= lineBytesMax
            && Head.FieldCount <= fieldCountMax
            && WireBytes.AreSame(input[..length], new ReadOnlySpan<byte>(_headBytes, 0, length));
    }

    /// <summary>Resets <see cref="Head"/> before another head is parsed into it.</summary>
    internal void ForgetHead()
    {
        _knownHeadLength = 0;
        Head.Reset();
    }

    /// <summary>Begins a request: copies the head that was parsed into <see cref="Head"/>. The connection is null in tests.</summary>
    internal void Begin(ReadOnlySpan<byte> head, Conn? conn, Body body, IContextOwner? contextOwner = null)
    {
        if (_knownHeadLength == 0) KeepHead(head);
        _conn = conn;
        ContextOwner = contextOwner;
        if (!ReferenceEquals(Body, body)) Body = body;
    }

    /// <summary>Ends the request. No face may refer to this state any more.</summary>
    internal void End()
    {
        _conn = null;
        ContextOwner = null;
        if (!ReferenceEquals(Body, Body.Empty)) Body = Body.Empty;
        if (_headBytes.Length <= KeptHeadBytesMax) return;
        _headBytes = [];
        _knownHeadLength = 0;
    }

    internal object? Decode(ReceivedPart part) => part switch
    {
        ReceivedPart.Method => DecodeMethod(),
        ReceivedPart.Host => Encoding.ASCII.GetString(Host),
        ReceivedPart.Target => DecodeTarget(),
        ReceivedPart.RemoteAddr => _conn is { } conn ? FormatAddress(conn.RemoteEndPoint) : "",
        ReceivedPart.Url => DecodeUrl(),
        ReceivedPart.AnnouncedTrailer => DecodeAnnouncedTrailer(),
        _ => _conn?.Tls,
    };

    private string DecodeMethod() => Methods.TryIntern(Method) ?? Encoding.ASCII.GetString(Method);

    private string DecodeTarget() => DecodeAscii(Head.TargetStart, Head.TargetLength);

    private Url DecodeUrl() => Url.FromServed(
        Head.Form,
        DecodeTarget(),
        DecodeAscii(Head.PathStart, Head.PathLength),
        DecodeAscii(Head.QueryStart, Head.QueryLength),
        Head.HasQuery);

    // Returns the announced trailer names of a chunked request, with null values (as in Go). Null if there are none.
    private Header? DecodeAnnouncedTrailer()
    {
        if (!Head.IsChunked || Head.TrailerField < 0) return null;
        var trailer = new Header();
        var names = new TrailerNames(Head, _headBytes);
        while (names.MoveNext()) trailer.Set(Encoding.Latin1.GetString(names.Current), null);
        return trailer;
    }

    private void KeepHead(ReadOnlySpan<byte> head)
    {
        if (_headBytes.Length < head.Length)
            _headBytes = new byte[Math.Max(256, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)head.Length))];
        head.CopyTo(_headBytes);
        _knownHeadLength = head.Length;
    }

    private string DecodeAscii(int start, int length) => length == 0 ? "" : Encoding.ASCII.GetString(_headBytes, start, length);

    /// <summary>Formats an address. An IPv4-mapped IPv6 address is written as IPv4.</summary>
    internal static string FormatAddress(EndPoint address) => address is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
        : address.ToString() ?? "";
}
