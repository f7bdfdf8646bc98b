namespace RouteGen;

/// <summary>
/// A cookie (RFC 6265): a name and a value, and the attributes of a cookie that a response sets. Go's name: <c>http.Cookie</c>.
/// </summary>
/// <remarks>
/// Non-ASCII characters of a value are not written. A cookie jar, however, sends back the bytes of a value unchanged. Not thread-safe while
/// a property is being set.
/// </remarks>
public sealed partial class Cookie
{
    /// <summary>Creates a cookie without attributes.</summary>
    /// <param name="name">The name. The cookie is written only if this is a token.</param>
    /// <param name="value">The value, without quotes.</param>
    public Cookie(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        Value = value;
    }

    /// <summary>The name, a token.</summary>
    public string Name
    {
        get;
        set
        {
            field = value;
            IsLatin1 = false;
        }
    }

    /// <summary>The value. Invalid characters are omitted when the cookie is written.</summary>
    public string Value
    {
        get;
        set
        {
            field = value;
            IsLatin1 = false;
        }
    }

    /// <summary>True if name and value are from a field that was not UTF-8; each character then represents one byte.</summary>
    internal bool IsLatin1 { get; set; }

    /// <summary>True if the value is written in quotes. A value with a blank or a comma always is.</summary>
    public bool Quoted { get; set; }

    /// <summary>The path for which the cookie is sent, subpaths included. Empty means the folder of the request's path.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// The domain to which the cookie is sent, subdomains included. Empty means only the host that set it. A leading dot is ignored.
    /// </summary>
    public string Domain { get; set; } = "";

    /// <summary>Time of expiry. Null for a session cookie. A time before the year 1601 is not written.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>The unparsed text of <see cref="Expires"/> in a received cookie.</summary>
    public string RawExpires { get; set; } = "";

    /// <summary>
    /// Lifetime in seconds, which takes precedence over <see cref="Expires"/>. Zero means not set. A negative value deletes the cookie; it
    /// is written as <c>Max-Age=0</c>.
    /// </summary>
    public long MaxAge { get; set; }

    /// <summary>True if the cookie is sent over TLS only.</summary>
    public bool Secure { get; set; }

    /// <summary>True if scripts in a browser cannot read the cookie.</summary>
    public bool HttpOnly { get; set; }

    /// <summary>The <c>SameSite</c> attribute: the requests from other sites with which a browser sends the cookie.</summary>
    public SameSite SameSite { get; set; }

    /// <summary>True if browsers keep a separate cookie for each embedding site. Requires <see cref="Secure"/>.</summary>
    public bool Partitioned { get; set; }

    /// <summary>The field value that the cookie was parsed from, or empty.</summary>
    public string Raw { get; set; } = "";

    /// <summary>The attributes that were not recognised, unparsed.</summary>
    public IReadOnlyList<string> Unparsed { get; set; } = [];
}
