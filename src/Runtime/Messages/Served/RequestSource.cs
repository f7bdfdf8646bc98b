// The source from which a served request is decoded: the bytes of its head, the positions of its parts in them, its body and its owner.
// The server derives from this class. It decides where the bytes come from and when they are reused (Server/Requests/ReceivedRequest.cs),
// and has the body. If the fields of a protocol are compressed, it writes them into HeadBytes as they are decoded, and sets the positions
// in Head by parsing those bytes or otherwise.
//
// A handler gets a Request, a face of a source for one request only, which validates each read (Request.Serve.cs). The members are
// not virtual, because routing reads them for each request.
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>State of a received request, which a <see cref="Request"/> decodes on demand.</summary>
internal abstract class RequestSource
{
    /// <summary>Positions of the parts of the head in <see cref="HeadBytes"/>.</summary>
    internal RequestHead Head { get; } = new();

    /// <summary>The bytes that <see cref="Head"/> and its field lines refer to.</summary>
    internal byte[] HeadBytes { get; private protected set; } = [];

    internal Body Body { get; private protected set; } = Body.Empty;

    /// <summary>The owner of the request. Null in tests, and while no request is being served.</summary>
    internal IRequestOwner? Owner { get; private protected set; }

    internal long ContentLength => Head.IsChunked || Head.HasUnknownLength ? -1 : Math.Max(0, Head.ContentLength);

    /// <summary>True if the client requests that the connection be closed.</summary>
    internal bool Close
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Head.HasClose || (Head.MinorVersion == 0 && !Head.HasKeepAlive);
    }

    internal string Proto => Head.IsHttp2 ? "HTTP/2.0" : Head.MinorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";

    internal ReadOnlySpan<byte> Method => HeadBytes.AsSpan(0, Head.MethodLength);

    internal ReadOnlySpan<byte> Path => HeadBytes.AsSpan(Head.PathStart, Head.PathLength);

    internal ReadOnlySpan<byte> Query => HeadBytes.AsSpan(Head.QueryStart, Head.QueryLength);

    internal ReadOnlySpan<byte> Host => HeadBytes.AsSpan(Head.HostStart, Head.HostLength);

    internal object? Decode(ReceivedPart part) => part switch
    {
        ReceivedPart.Method => DecodeMethod(),
        ReceivedPart.Host => Encoding.ASCII.GetString(Host),
        ReceivedPart.Target => DecodeTarget(),
        ReceivedPart.RemoteAddr => Owner is { } owner ? FormatAddress(owner.RemoteEndPoint) : "",
        ReceivedPart.Url => DecodeUrl(),
        ReceivedPart.AnnouncedTrailer => DecodeAnnouncedTrailer(),
        _ => Owner?.Tls,
    };

    private string DecodeMethod() => Methods.TryIntern(Method) ?? Encoding.ASCII.GetString(Method);

    private string DecodeTarget() => DecodeAscii(Head.TargetStart, Head.TargetLength);

    private Url DecodeUrl() => Url.FromServed(
        Head.Form,
        DecodeTarget(),
        DecodeAscii(Head.PathStart, Head.PathLength),
        DecodeAscii(Head.QueryStart, Head.QueryLength),
        Head.HasQuery);

    // Returns the announced trailer names of a chunked request or one of HTTP/2, with null values (as in Go). Null if there are none.
    private Header? DecodeAnnouncedTrailer()
    {
        if (!(Head.IsChunked || Head.IsHttp2) || Head.TrailerField < 0) return null;
        var trailer = new Header();
        var names = new TrailerNames(Head, HeadBytes);
        while (names.MoveNext()) trailer.Set(Encoding.Latin1.GetString(names.Current), null);
        return trailer;
    }

    private string DecodeAscii(int start, int length) => length == 0 ? "" : Encoding.ASCII.GetString(HeadBytes, start, length);

    /// <summary>Formats an address. An IPv4-mapped IPv6 address is written as IPv4.</summary>
    internal static string FormatAddress(EndPoint address) => address is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
        : address.ToString() ?? "";
}
