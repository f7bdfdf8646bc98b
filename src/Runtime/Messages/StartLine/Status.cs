namespace RouteGen;

/// <summary>Constants for status codes. Go's <c>StatusOK</c> is <c>Status.OK</c>.</summary>
public static class Status
{
    /// <summary>Returns the reason phrase of a code, such as <c>Not Found</c>. Go's name: <c>http.StatusText</c>.</summary>
    /// <param name="statusCode">Any number.</param>
    /// <returns>The reason phrase. Empty for an unknown code.</returns>
    public static string Text(int statusCode) => StatusCodes.Text(statusCode);

    /// <summary>100: the client should send the body (RFC 9110 section 15.2.1).</summary>
    public const int Continue = 100;

    /// <summary>101: the connection switches to the protocol in <c>Upgrade</c> (RFC 9110 section 15.2.2).</summary>
    public const int SwitchingProtocols = 101;

    /// <summary>102: the request is being processed (RFC 2518 section 10.1).</summary>
    public const int Processing = 102;

    /// <summary>103: the head contains fields that the final response will probably have (RFC 8297 section 2).</summary>
    public const int EarlyHints = 103;

    /// <summary>200: the request succeeded (RFC 9110 section 15.3.1).</summary>
    public const int OK = 200;

    /// <summary>201: the request created a resource, named in <c>Location</c> (RFC 9110 section 15.3.2).</summary>
    public const int Created = 201;

    /// <summary>202: the request was accepted, but is not completed yet (RFC 9110 section 15.3.3).</summary>
    public const int Accepted = 202;

    /// <summary>203: a proxy has modified the response of the origin server (RFC 9110 section 15.3.4).</summary>
    public const int NonAuthoritativeInfo = 203;

    /// <summary>204: the request succeeded, and there is no body (RFC 9110 section 15.3.5).</summary>
    public const int NoContent = 204;

    /// <summary>205: the request succeeded, and the client should reset the form that sent it (RFC 9110 section 15.3.6).</summary>
    public const int ResetContent = 205;

    /// <summary>206: the body contains the requested ranges (RFC 9110 section 15.3.7).</summary>
    public const int PartialContent = 206;

    /// <summary>207: the body contains a status for each of several resources (RFC 4918 section 11.1).</summary>
    public const int MultiStatus = 207;

    /// <summary>208: the members of the collection were listed earlier in this response (RFC 5842 section 7.1).</summary>
    public const int AlreadyReported = 208;

    /// <summary>226: the body is a delta to an earlier response (RFC 3229 section 10.4.1).</summary>
    public const int IMUsed = 226;

    /// <summary>300: the client may choose from several representations (RFC 9110 section 15.4.1).</summary>
    public const int MultipleChoices = 300;

    /// <summary>301: the resource has moved permanently; clients may change POST to GET (RFC 9110 section 15.4.2).</summary>
    public const int MovedPermanently = 301;

    /// <summary>302: the resource has moved temporarily; clients may change POST to GET (RFC 9110 section 15.4.3).</summary>
    public const int Found = 302;

    /// <summary>303: the client should get the result from another URL with GET (RFC 9110 section 15.4.4).</summary>
    public const int SeeOther = 303;

    /// <summary>304: the client's cached copy is still valid, and there is no body (RFC 9110 section 15.4.5).</summary>
    public const int NotModified = 304;

    /// <summary>305: deprecated, because a server should not choose a client's proxy (RFC 9110 section 15.4.6).</summary>
    public const int UseProxy = 305;

    /// <summary>307: the resource has moved temporarily; clients must not change the method (RFC 9110 section 15.4.8).</summary>
    public const int TemporaryRedirect = 307;

    /// <summary>308: the resource has moved permanently; clients must not change the method (RFC 9110 section 15.4.9).</summary>
    public const int PermanentRedirect = 308;

    /// <summary>400: the request is malformed (RFC 9110 section 15.5.1).</summary>
    public const int BadRequest = 400;

    /// <summary>401: credentials are missing or invalid; <c>WWW-Authenticate</c> has the challenge (RFC 9110 section 15.5.2).</summary>
    public const int Unauthorized = 401;

    /// <summary>402: reserved for future use (RFC 9110 section 15.5.3).</summary>
    public const int PaymentRequired = 402;

    /// <summary>403: the server understood the request, but refuses it (RFC 9110 section 15.5.4).</summary>
    public const int Forbidden = 403;

    /// <summary>404: there is no such resource, or the server does not disclose it (RFC 9110 section 15.5.5).</summary>
    public const int NotFound = 404;

    /// <summary>
    /// 405: the resource does not support the method; <c>Allow</c> lists the supported ones (RFC 9110 section 15.5.6).
    /// </summary>
    public const int MethodNotAllowed = 405;

    /// <summary>406: no representation is acceptable according to the <c>Accept</c> fields (RFC 9110 section 15.5.7).</summary>
    public const int NotAcceptable = 406;

    /// <summary>407: a proxy requires credentials (RFC 9110 section 15.5.8).</summary>
    public const int ProxyAuthRequired = 407;

    /// <summary>408: the request did not arrive in time (RFC 9110 section 15.5.9).</summary>
    public const int RequestTimeout = 408;

    /// <summary>409: the request conflicts with the current state of the resource (RFC 9110 section 15.5.10).</summary>
    public const int Conflict = 409;

    /// <summary>410: the resource was removed permanently (RFC 9110 section 15.5.11).</summary>
    public const int Gone = 410;

    /// <summary>411: a <c>Content-Length</c> is required (RFC 9110 section 15.5.12).</summary>
    public const int LengthRequired = 411;

    /// <summary>412: a condition such as <c>If-Match</c> is false (RFC 9110 section 15.5.13).</summary>
    public const int PreconditionFailed = 412;

    /// <summary>413: the body is larger than the server accepts (RFC 9110 section 15.5.14).</summary>
    public const int RequestEntityTooLarge = 413;

    /// <summary>414: the target is longer than the server accepts (RFC 9110 section 15.5.15).</summary>
    public const int RequestUriTooLong = 414;

    /// <summary>415: the type or coding of the body is not supported (RFC 9110 section 15.5.16).</summary>
    public const int UnsupportedMediaType = 415;

    /// <summary>416: the content has none of the requested ranges (RFC 9110 section 15.5.17).</summary>
    public const int RequestedRangeNotSatisfiable = 416;

    /// <summary>417: the expectation in <c>Expect</c> cannot be met (RFC 9110 section 15.5.18).</summary>
    public const int ExpectationFailed = 417;

    /// <summary>418: reserved, because of an April Fools' joke (RFC 9110 section 15.5.19).</summary>
    public const int Teapot = 418;

    /// <summary>421: this server does not serve the requested host (RFC 9110 section 15.5.20).</summary>
    public const int MisdirectedRequest = 421;

    /// <summary>422: the content is well-formed, but cannot be processed (RFC 9110 section 15.5.21).</summary>
    public const int UnprocessableEntity = 422;

    /// <summary>423: the resource is locked (RFC 4918 section 11.3).</summary>
    public const int Locked = 423;

    /// <summary>424: an action on which the request depends has failed (RFC 4918 section 11.4).</summary>
    public const int FailedDependency = 424;

    /// <summary>425: the request might be a replay of early TLS data (RFC 8470 section 5.2).</summary>
    public const int TooEarly = 425;

    /// <summary>426: the protocol named in <c>Upgrade</c> is required (RFC 9110 section 15.5.22).</summary>
    public const int UpgradeRequired = 426;

    /// <summary>428: the request must be conditional (RFC 6585 section 3).</summary>
    public const int PreconditionRequired = 428;

    /// <summary>429: the client has sent too many requests; <c>Retry-After</c> may contain the time to wait (RFC 6585 section 4).</summary>
    public const int TooManyRequests = 429;

    /// <summary>431: the head is larger than the server accepts (RFC 6585 section 5).</summary>
    public const int RequestHeaderFieldsTooLarge = 431;

    /// <summary>451: access is denied because of a legal demand (RFC 7725 section 3).</summary>
    public const int UnavailableForLegalReasons = 451;

    /// <summary>500: the server failed (RFC 9110 section 15.6.1).</summary>
    public const int InternalServerError = 500;

    /// <summary>501: the server does not support the method or a feature that the request requires (RFC 9110 section 15.6.2).</summary>
    public const int NotImplemented = 501;

    /// <summary>502: the backend sent an invalid response (RFC 9110 section 15.6.3).</summary>
    public const int BadGateway = 502;

    /// <summary>
    /// 503: the server is overloaded or in maintenance; <c>Retry-After</c> may contain the time to wait (RFC 9110 section 15.6.4).
    /// </summary>
    public const int ServiceUnavailable = 503;

    /// <summary>504: the backend did not respond in time (RFC 9110 section 15.6.5).</summary>
    public const int GatewayTimeout = 504;

    /// <summary>505: the server does not support the major version (RFC 9110 section 15.6.6).</summary>
    public const int HttpVersionNotSupported = 505;

    /// <summary>506: the server's content negotiation is configured as a loop (RFC 2295 section 8.1).</summary>
    public const int VariantAlsoNegotiates = 506;

    /// <summary>507: the server cannot store the content of the request (RFC 4918 section 11.5).</summary>
    public const int InsufficientStorage = 507;

    /// <summary>508: the server detected an infinite loop (RFC 5842 section 7.2).</summary>
    public const int LoopDetected = 508;

    /// <summary>510: the request lacks an extension that the server requires (RFC 2774 section 7).</summary>
    public const int NotExtended = 510;

    /// <summary>511: the client must first authenticate to the network (RFC 6585 section 6).</summary>
    public const int NetworkAuthenticationRequired = 511;
}
