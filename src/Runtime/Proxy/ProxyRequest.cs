using RouteGen.Proxying;

namespace RouteGen;

/// <summary>
/// A request that a <see cref="ReverseProxy"/> forwards, as received and as it will be sent. Go's name: <c>httputil.ProxyRequest</c>.
/// </summary>
/// <remarks>Valid during the call of the proxy's function. Not thread-safe.</remarks>
public sealed class ProxyRequest
{
    internal ProxyRequest(Request received, Request sent)
    {
        In = received;
        Out = sent;
    }

    /// <summary>The request as the proxy received it. It must not be changed.</summary>
    public Request In { get; }

    /// <summary>
    /// The request that will be sent. Initially it is a copy of <see cref="In"/> without hop-by-hop fields (RFC 9110 section 7.6.1),
    /// without <c>Forwarded</c>, <c>X-Forwarded-For</c>, <c>X-Forwarded-Host</c> and <c>X-Forwarded-Proto</c>, and without query parameters
    /// that cannot be parsed.
    /// </summary>
    public Request Out { get; }

    /// <summary>
    /// Sets the scheme and host of a URL as the request's destination, and prepends the path of that URL. For example, <c>/dir</c> with the
    /// base <c>http://example.com/base</c> becomes <c>/base/dir</c>. The queries are joined. Go's name: <c>ProxyRequest.SetURL</c>.
    /// </summary>
    /// <remarks><c>Host</c> becomes the URL's host. To send the client's, set <c>Out.Host</c> to <c>In.Host</c> afterwards.</remarks>
    /// <param name="target">An absolute URL.</param>
    public void SetUrl(Url target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Out.Url = JoinedUrl.Of(target, Out.Url);
        Out.Host = "";
    }

    /// <summary>
    /// Sets the fields that describe the client to the backend. Appends the client's address to <c>X-Forwarded-For</c>, and sets
    /// <c>X-Forwarded-Host</c> to the requested host and <c>X-Forwarded-Proto</c> to <c>http</c> or <c>https</c>. Go's name:
    /// <c>ProxyRequest.SetXForwarded</c>.
    /// </summary>
    /// <remarks>
    /// The values that the client sent are not in <see cref="Out"/>, because any client can send them. If all requests come from a trusted
    /// proxy, first copy <c>X-Forwarded-For</c> from <see cref="In"/> to <see cref="Out"/>. To send no <c>X-Forwarded-For</c>, set it to
    /// null in <see cref="Out"/>.
    /// </remarks>
    public void SetXForwarded()
    {
        ForwardedFields.AppendClient(Out.Header, In.RemoteAddr);
        Out.Header.Set("X-Forwarded-Host", In.Host);
        Out.Header.Set("X-Forwarded-Proto", In.Tls is null ? "http" : "https");
    }
}
