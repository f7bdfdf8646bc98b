using RouteGen.Proxying;

namespace RouteGen;

/// <summary>
/// A request that passes through a <see cref="ReverseProxy"/>: as received, and as it will be sent. Go's name:
/// <c>httputil.ProxyRequest</c>.
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
    /// The request that will be sent. Initially a copy of <see cref="In"/> without the fields of the connection (RFC 9110 section 7.6.1),
    /// without <c>Forwarded</c>, <c>X-Forwarded-For</c>, <c>X-Forwarded-Host</c> and <c>X-Forwarded-Proto</c>, and without the parameters
    /// of its query that cannot be parsed.
    /// </summary>
    public Request Out { get; }

    /// <summary>
    /// Sends the request to the scheme, host and base path of a URL: from <c>/dir</c>, with the base <c>http://example.com/base</c>, it
    /// becomes <c>/base/dir</c>. The queries are joined. Go's name: <c>ProxyRequest.SetURL</c>.
    /// </summary>
    /// <remarks>
    /// The <c>Host</c> that is sent becomes the base's. To send that of the client, set <c>Out.Host</c> to <c>In.Host</c> afterwards.
    /// </remarks>
    /// <param name="target">An absolute URL.</param>
    public void SetUrl(Url target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Out.Url = JoinedUrl.Of(target, Out.Url);
        Out.Host = "";
    }

    /// <summary>
    /// Describes the client to the backend: the client's address is appended to <c>X-Forwarded-For</c>, <c>X-Forwarded-Host</c> is the host
    /// that the client requested, and <c>X-Forwarded-Proto</c> is <c>http</c> or <c>https</c>. Go's name:
    /// <c>ProxyRequest.SetXForwarded</c>.
    /// </summary>
    /// <remarks>
    /// The values that the client itself sent were removed from <see cref="Out"/>, because any client can send them. If this proxy runs
    /// behind a trusted one, first copy <c>X-Forwarded-For</c> from <see cref="In"/> to <see cref="Out"/>. If it is set to null there, it
    /// is not sent.
    /// </remarks>
    public void SetXForwarded()
    {
        ForwardedFields.AppendClient(Out.Header, In.RemoteAddr);
        Out.Header.Set("X-Forwarded-Host", In.Host);
        Out.Header.Set("X-Forwarded-Proto", In.Tls is null ? "http" : "https");
    }
}
