<?php
declare(strict_types=1);

namespace LiveCall;

/** A request that gets no token. The page is told status, code, retryable and headers, and nothing else. */
class Refusal extends \Exception
{
    /** @var int HTTP status of the answer */
    public $status;
    /** @var string such as `origin-refused`; `code` is taken, by PHP */
    public $word;
    /** @var bool whether the same request can succeed later, without anybody changing anything */
    public $retryable;
    /** @var array */
    public $headers;
    /** @var string the error below, in its own words */
    private $cause;

    /** $why: cause and cure, for the owner of the broker. No page is told. */
    public function __construct(
        int $status,
        string $word,
        string $why,
        bool $retryable = false,
        array $headers = [],
        string $cause = ''
    ) {
        parent::__construct($why);
        $this->status = $status;
        $this->word = $word;
        $this->retryable = $retryable;
        $this->headers = $headers;
        $this->cause = $cause;
    }

    /** Cause and cure, for the owner of the broker, without $secrets. */
    public function why(array $secrets): string
    {
        $why = $this->getMessage();
        return $this->cause === '' ? $why : $why . ': ' . quote($this->cause, $secrets);
    }

    /** Takes $error as it is if it is a refusal; turns anything else into `internal`. */
    public static function of(\Throwable $error): self
    {
        if ($error instanceof self) {
            return $error;
        }
        $cause = get_class($error) . ': ' . $error->getMessage();
        return new self(500, 'internal', 'the broker broke', true, [], $cause);
    }
}
